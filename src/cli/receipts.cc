// receipt, certificate, keys, verify-receipt: what can be proved without the server.

#include "receipts/receipts.h"

#include <fcntl.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/binder.h"
#include "cli/case_view.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

using receipts::Verdict;

struct ReceiptOptions {
  std::string app;
  std::string file;
  std::string keys;
  std::string out;
  std::uint32_t entry = 0;
};

Result<std::string> text_of(const std::string& path, std::size_t bytes_max) {
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY));
  return read_file(file.get(), bytes_max);
}

Status write_text(const std::string& path, const std::string& text) {
  TRY_ASSIGN(const Fd file, open_file(path, O_WRONLY | O_CREAT | O_TRUNC, 0644));
  return write_all(file.get(), text);
}

void show_receipt(Terminal& out, const receipts::SignedReceipt& document) {
  const auto& receipt = document.receipt;
  const bool zh = out.language() == Language::kZh;
  const bool certificate = receipt.kind == "silence_certificate";
  out.line(certificate ? Word::kTitleCertificate : Word::kTitleReceipt, {}, Tone::kStrong);
  std::string categories;
  for (const auto& category : receipt.categories) {
    categories += (categories.empty() ? "" : ", ") + category;
  }
  out.facts(
      {{out.say(Word::kFieldApp), {receipt.app}},
       {out.say(Word::kFieldSubmission), {std::to_string(receipt.submission)}},
       {out.say(Word::kFieldEntry), {std::to_string(receipt.entry)}},
       {out.say(Word::kFieldDigest), {receipt.digest}},
       {out.say(Word::kFieldCategories), {categories}},
       {out.say(Word::kFieldOffice), {zh ? receipt.office_zh : receipt.office_en}},
       {out.say(Word::kFieldNotice), {out.when(receipt.notice_at)}},
       {out.say(Word::kFieldFilingStart), {out.when(receipt.start)}},
       {out.say(Word::kFieldFilingEnd), {receipt.end ? out.when(*receipt.end) : "", Tone::kStrong}},
       {out.say(Word::kFieldPolicy), {receipt.policy_version}},
       {out.say(Word::kFieldIssued), {out.when(receipt.issued_at)}},
       {out.say(Word::kFieldKey), {document.signature.key}}});
  out.line(Word::kFieldReceiptWhy, {}, Tone::kStrong);
  for (const auto& step : receipt.why) {
    out.line("  " + step.rule + "  " + (zh ? step.zh : step.en) + "  " + step.value);
  }
}

// As the server gave it, checked before it is shown or kept.
int run_fetch(Session& session, const ReceiptOptions& options, const char* what) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto reply =
      (*api)->get(app_path(options.app, "filings/" + std::to_string(options.entry) + "/" + what));
  if (!reply) return session.failed(reply.error());
  const auto document = receipts::receipt_from(json::serialize(reply->body));
  if (!document) return session.failed(document.error());
  if (receipts::verify(*document, {document->key}) != Verdict::kValid) {
    session.err().line(Word::kReceiptBadSignature, {}, Tone::kBad);
    return kExitRefused;
  }
  if (!options.out.empty()) {
    const auto written = write_text(options.out, receipts::to_text(*document));
    if (!written) return session.failed(written.error());
  }
  if (session.options().json) return session.print_json(reply->body);
  show_receipt(session.out(), *document);
  if (!options.out.empty()) session.err().line(Word::kReceiptSaved, {options.out}, Tone::kQuiet);
  return kExitOk;
}

int run_keys(Session& session, const ReceiptOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto keys = (*api)->get("/v1/keys");
  if (!keys) return session.failed(keys.error());
  if (!options.out.empty()) {
    const auto written = write_text(options.out, json::serialize(keys->body) + "\n");
    if (!written) return session.failed(written.error());
  }
  if (session.options().json) return session.print_json(keys->body);
  return show_table(session, answer_table("listKeys"), keys->view());
}

Word word_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kValid:
      return Word::kReceiptValid;
    case Verdict::kBadSignature:
      return Word::kReceiptBadSignature;
    case Verdict::kUnknownKey:
      return Word::kReceiptUnknownKey;
    case Verdict::kOutsideValidity:
      return Word::kReceiptOutside;
    case Verdict::kContradictory:
      return Word::kReceiptContradictory;
  }
  return Word::kReceiptBadSignature;
}

std::string_view name_of(Verdict verdict) {
  constexpr std::string_view kNames[] = {"valid", "bad_signature", "unknown_key",
                                         "outside_validity", "contradictory"};
  return kNames[static_cast<std::size_t>(verdict)];
}

int run_verify(Session& session, const ReceiptOptions& options) {
  const auto text = text_of(options.file, receipts::kReceiptBytesMax);
  if (!text) return session.failed(text.error());
  const auto document = receipts::receipt_from(*text);
  if (!document) return session.failed(document.error());
  std::vector<receipts::PublicKey> trusted = {document->key};
  if (!options.keys.empty()) {
    const auto keys_text = text_of(options.keys, receipts::kKeysBytesMax);
    if (!keys_text) return session.failed(keys_text.error());
    auto keys = receipts::keys_from(*keys_text);
    if (!keys) return session.failed(keys.error());
    trusted = std::move(*keys);
  }
  const auto verdict = receipts::verify(*document, trusted);
  const bool valid = verdict == Verdict::kValid;
  if (session.options().json) {
    session.print_json(json::object{{"verdict", name_of(verdict)},
                                    {"key", document->signature.key},
                                    {"trusted", !options.keys.empty()}});
    return valid ? kExitOk : kExitRefused;
  }
  if (valid) show_receipt(session.out(), *document);
  auto& out = valid ? session.out() : session.err();
  out.line(word_of(verdict), {document->signature.key}, valid ? Tone::kGood : Tone::kBad);
  if (valid && options.keys.empty()) {
    session.err().line(Word::kReceiptOwnKey, {document->key.public_key}, Tone::kWarn);
  }
  return valid ? kExitOk : kExitRefused;
}

}  // namespace

void bind_receipts(Binder& binder) {
  auto options = std::make_shared<ReceiptOptions>();
  for (const auto& [name, help] : {std::pair("receipt", Word::kHelpReceipt),
                                   std::pair("certificate", Word::kHelpCertificate)}) {
    const char* what = name;
    binder.command(name, help)
        .takes("APP", options->app, Word::kHelpApp)
        .takes("ENTRY", options->entry, Word::kHelpEntryNo)
        .option("--out", options->out, Word::kHelpOut)
        .runs([options, what](Session& session) { return run_fetch(session, *options, what); });
  }
  binder.command("keys", Word::kHelpKeys)
      .option("--out", options->out, Word::kHelpOut)
      .runs([options](Session& session) { return run_keys(session, *options); });
  binder.command("verify-receipt", Word::kHelpVerifyReceipt, Reach::kThisMachine)
      .takes("FILE", options->file, Word::kHelpReceiptFile)
      .option("--keys", options->keys, Word::kHelpTrustedKeys)
      .runs([options](Session& session) { return run_verify(session, *options); });
}

}  // namespace baobei::cli

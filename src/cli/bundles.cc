// filing bundle …, filing key …: signed files to and from offices without a desk (R10a).

#include <fcntl.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/binder.h"
#include "cli/bulk.h"
#include "cli/fields.h"
#include "cli/job_view.h"
#include "cli/tables.h"
#include "receipts/bundle.h"

namespace baobei::cli {
namespace {

struct BundleOptions {
  std::string region;
  std::string out;
  std::string file;
  std::string keys;
  std::string key;
  std::string label;
  bool no_wait = false;
};

Result<std::string> text_in(const std::string& path, std::size_t bytes_max) {
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY));
  return read_file(file.get(), bytes_max);
}

// Never over what is there.
Status write_new(const std::string& path, const std::string& text, unsigned mode) {
  TRY_ASSIGN(const Fd file, open_file(path, O_WRONLY | O_CREAT | O_EXCL, mode));
  return write_all(file.get(), text);
}

std::string_view first_line(std::string_view file) {
  return file.substr(0, std::min(file.find('\n'), file.size()));
}

int run_export_bundle(Session& session, const BundleOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto text = (*api)->download("/v1/filings/bundle" + query({{"region", options.region}}));
  if (!text) return session.failed(text.error());
  const auto bundle = receipts::bundle_from(first_line(*text));
  if (!bundle) return session.failed(bundle.error());
  const auto whole = receipts::verify_lines(*bundle, *text);
  if (!whole) return session.failed(whole.error());
  const auto written = write_new(options.out, *text, 0600);
  if (!written) return session.failed(written.error());
  const auto count = bundle->manifest.entries.size();
  if (session.options().json) {
    return session.print_json(json::object{{"file", options.out},
                                           {"region", bundle->manifest.region},
                                           {"entries", count},
                                           {"sha256", receipts::identity_of(bundle->manifest)}});
  }
  session.err().line(Word::kBundleSaved, {std::to_string(count), options.out}, Tone::kGood);
  return kExitOk;
}

int run_hand_over(Session& session, const BundleOptions& options) {
  const auto text = text_in(options.file, receipts::kBundleBytesMax);
  if (!text) return session.failed(text.error());
  const auto head = parse_json(first_line(*text), receipts::kSignedFileBytesMax);
  if (!head) return session.failed(head.error());
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  return follow_job(session, (*api)->command("/v1/filings/bundle/hand-over", *head),
                    !options.no_wait);
}

int altered(Session& session, const std::string& where) {
  session.err().line(Word::kBundleAltered, {where}, Tone::kBad);
  return kExitRefused;
}

int run_verify(Session& session, const BundleOptions& options) {
  const auto text = text_in(options.file, receipts::kBundleBytesMax);
  if (!text) return session.failed(text.error());
  const auto bundle = receipts::bundle_from(first_line(*text));
  if (!bundle) return session.failed(bundle.error());
  const auto keys_text = text_in(options.keys, receipts::kKeysBytesMax);
  if (!keys_text) return session.failed(keys_text.error());
  const auto keys = receipts::keys_from(*keys_text);
  if (!keys) return session.failed(keys.error());
  const auto verdict = receipts::verify(*bundle, *keys);
  if (verdict == receipts::Verdict::kUnknownKey || verdict == receipts::Verdict::kOutsideValidity) {
    session.err().line(verdict == receipts::Verdict::kUnknownKey ? Word::kReceiptUnknownKey
                                                                 : Word::kReceiptOutside,
                       {bundle->signature.key}, Tone::kBad);
    return kExitRefused;
  }
  if (verdict != receipts::Verdict::kValid) return altered(session, "line 1");
  const auto whole = receipts::verify_lines(*bundle, *text);
  if (!whole) return altered(session, whole.error().context);
  const auto& manifest = bundle->manifest;
  if (session.options().json) {
    return session.print_json(json::object{
        {"verdict", "valid"}, {"region", manifest.region}, {"entries", manifest.entries.size()}});
  }
  session.out().line(Word::kBundleValid,
                     {manifest.region, std::to_string(manifest.entries.size()), manifest.made_at},
                     Tone::kGood);
  return kExitOk;
}

int run_keygen(Session& session, const BundleOptions& options) {
  const auto pair = receipts::make_office_key();
  const auto written = write_new(options.out, receipts::to_text(pair), 0600);
  if (!written) return session.failed(written.error());
  const auto id = receipts::office_key_id(pair.public_key);
  if (!id) return session.failed(id.error());
  if (session.options().json) {
    return session.print_json(
        json::object{{"office_key", *id}, {"public_key", pair.public_key}, {"file", options.out}});
  }
  session.err().line(Word::kOfficeKeyMade, {options.out, *id}, Tone::kGood);
  session.out().line(pair.public_key);
  return kExitOk;
}

// Off line: what a row says is made into an answer without asking a server.
int run_sign(Session& session, const BundleOptions& options) {
  const auto key_text = text_in(options.key, receipts::kKeysBytesMax);
  if (!key_text) return session.failed(key_text.error());
  const auto pair = receipts::office_key_from(*key_text);
  if (!pair) return session.failed(pair.error());
  const auto kind = answer_kind();
  const auto list = checked_rows(session, options.file, kind);
  if (!list) return list.error();
  std::vector<std::string> rows;
  for (const auto& row : list->rows) {
    auto item = answer_item(row);
    if (!item) return session.failed(item.error());
    rows.push_back(json::serialize(*item));
  }
  const Instant now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  const auto file = receipts::sign_answers(options.region, now, rows, *pair);
  if (!file) return session.failed(file.error());
  const auto written = write_new(options.out, *file, 0600);
  if (!written) return session.failed(written.error());
  const auto id = receipts::office_key_id(pair->public_key);
  if (!id) return session.failed(id.error());
  session.err().line(Word::kAnswersSigned, {std::to_string(rows.size()), options.out, *id},
                     Tone::kGood);
  return kExitOk;
}

int run_import(Session& session, const BundleOptions& options) {
  const auto text = text_in(options.file, receipts::kSignedFileBytesMax);
  if (!text) return session.failed(text.error());
  const auto file = parse_json(*text, receipts::kSignedFileBytesMax);
  if (!file) return session.failed(file.error());
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  return follow_job(session, (*api)->command("/v1/filings/answers-bundle", *file),
                    !options.no_wait);
}

// ---- keys --------------------------------------------------------------------------------------

int run_key_list(Session& session, const BundleOptions& options) {
  const auto& table = answer_table("listOfficeKeys");
  return run_table(session, table, std::string(table.path) + query({{"region", options.region}}));
}

int change_key(Session& session, const std::string& target, const json::value& body) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto key = (*api)->command(target, body);
  if (!key) return session.failed(key.error());
  if (session.options().json) return session.print_json(key->body);
  const auto view = key->view();
  session.err().line(
      Word::kOfficeKeyState,
      {view["office_key"].text(), session.err().name("office_key", view["state"].text())},
      Tone::kGood);
  return kExitOk;
}

int run_key_add(Session& session, const BundleOptions& options) {
  json::object body{{"region", options.region}, {"public_key", options.key}};
  if (!options.label.empty()) body["label"] = options.label;
  return change_key(session, "/v1/office-keys", std::move(body));
}

int run_key_revoke(Session& session, const BundleOptions& options) {
  const auto held = session.held_back(Word::kAskRevokeOfficeKey, {options.key});
  if (held) return *held;
  return change_key(session, "/v1/office-keys/" + encoded(options.key) + "/revoke", nullptr);
}

void bind_keys(Binder& filing, const std::shared_ptr<BundleOptions>& options) {
  auto key = filing.group("key", Word::kHelpOfficeKeyGroup);
  key.command("list", Word::kHelpOfficeKeyList)
      .option("--region", options->region, Word::kHelpRegion)
      .runs([options](Session& session) { return run_key_list(session, *options); });
  key.command("add", Word::kHelpOfficeKeyAdd)
      .takes("PUBLIC_KEY", options->key, Word::kHelpPublicKey)
      .required("--region", options->region, Word::kHelpRegion)
      .option("--label", options->label, Word::kHelpKeyLabel)
      .runs([options](Session& session) { return run_key_add(session, *options); });
  key.command("confirm", Word::kHelpOfficeKeyConfirm)
      .takes("KEY", options->key, Word::kHelpOfficeKeyId)
      .runs([options](Session& session) {
        return change_key(session, "/v1/office-keys/" + encoded(options->key) + "/confirm",
                          nullptr);
      });
  key.command("revoke", Word::kHelpOfficeKeyRevoke)
      .takes("KEY", options->key, Word::kHelpOfficeKeyId)
      .runs([options](Session& session) { return run_key_revoke(session, *options); });
}

}  // namespace

void bind_bundles(Binder& filing) {
  auto options = std::make_shared<BundleOptions>();
  auto bundle = filing.group("bundle", Word::kHelpBundleGroup);
  bundle.command("export", Word::kHelpBundleExport)
      .required("--region", options->region, Word::kHelpRegion)
      .required("--out", options->out, Word::kHelpBundleOut)
      .runs([options](Session& session) { return run_export_bundle(session, *options); });
  bundle.command("hand-over", Word::kHelpBundleHandOver)
      .takes("BUNDLE", options->file, Word::kHelpBundleFile)
      .flag("--no-wait", options->no_wait, Word::kHelpNoWait)
      .runs([options](Session& session) { return run_hand_over(session, *options); });
  bundle.command("verify", Word::kHelpBundleVerify, Reach::kThisMachine)
      .takes("BUNDLE", options->file, Word::kHelpBundleFile)
      .required("--keys", options->keys, Word::kHelpTrustedKeys)
      .runs([options](Session& session) { return run_verify(session, *options); });
  bundle.command("keygen", Word::kHelpBundleKeygen, Reach::kThisMachine)
      .required("--out", options->out, Word::kHelpBundleOut)
      .runs([options](Session& session) { return run_keygen(session, *options); });
  bundle.command("sign", Word::kHelpBundleSign, Reach::kThisMachine)
      .takes("LIST", options->file, Word::kHelpList)
      .required("--key", options->key, Word::kHelpOfficeKeyFile)
      .required("--region", options->region, Word::kHelpRegion)
      .required("--out", options->out, Word::kHelpBundleOut)
      .runs([options](Session& session) { return run_sign(session, *options); });
  bundle.command("import", Word::kHelpBundleImport)
      .takes("FILE", options->file, Word::kHelpAnswersFile)
      .flag("--no-wait", options->no_wait, Word::kHelpNoWait)
      .runs([options](Session& session) { return run_import(session, *options); });
  bind_keys(filing, options);
}

}  // namespace baobei::cli

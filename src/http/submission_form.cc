#include "http/submission_form.h"

#include <algorithm>

#include "engine/form_ports.h"
#include "engine/salted_text.h"
#include "http/document_vault.h"

namespace baobei::http {
namespace {

constexpr std::size_t kTestAccountBytesMax = 16'384;  // of its JSON
constexpr char kSubjectEnd = ':';                     // whose key it is sealed under, then the rest

Status check_words(const std::string& text, std::size_t characters_max, const char* pointer) {
  if (utf8_length(text) > characters_max) {
    return fail(ErrorKind::kInvalid,
                "at most " + std::to_string(characters_max) + " characters are taken", pointer);
  }
  const bool plain = std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
  });
  if (plain) return {};
  return fail(ErrorKind::kInvalid, "control characters are not taken", pointer);
}

std::string test_account_purpose(const lifecycle::AppId& app) {
  return "test_account:" + app;
}

// The row of words that holds the account, and its commitment in the command.
Status seal_into(Outgoing& outgoing, const DocumentVault& vault, const std::string& sealed_key,
                 const lifecycle::SubjectId& subject, const std::string& words) {
  TRY_ASSIGN(const auto sealed,
             vault.seal_words(subject, sealed_key, words, test_account_purpose(outgoing.app)));
  outgoing.texts.push_back(
      engine::salted_text(engine::kTestAccountKind, subject + kSubjectEnd + sealed));
  std::get<lifecycle::Submit>(outgoing.data).test_account = outgoing.texts.back().commitment;
  return {};
}

void answer_by(Reply reply, Done done) {
  if (auto* response = std::get_if<Response>(&reply)) return done(std::move(*response));
  std::get<Pending>(reply)(std::move(done));
}

}  // namespace

Result<std::string> opened_account(Services& services, const lifecycle::AppId& app,
                                   const Digest& commitment) {
  TRY_ASSIGN(const auto kept, services.reader.text(commitment));
  const auto end = kept.find(kSubjectEnd);
  if (end == std::string::npos) return fail(ErrorKind::kCorrupt, "no sealed account", app);
  TRY_ASSIGN(const auto words, services.vault->open_words(kept.substr(0, end), kept.substr(end + 1),
                                                          test_account_purpose(app)));
  TRY_ASSIGN(const auto value, parse_json(words, kTestAccountBytesMax));
  return json::serialize(value);
}

Status check_test_account(const TestAccountBody& account) {
  if (trim(account.account).empty()) {
    return fail(ErrorKind::kInvalid, "words are required", "/test_account/account");
  }
  TRY(check_words(account.account, kAccountCharactersMax, "/test_account/account"));
  TRY(check_words(account.password, kAccountCharactersMax, "/test_account/password"));
  return check_words(account.remarks.value_or(""), kAccountRemarksCharactersMax,
                     "/test_account/remarks");
}

Result<std::vector<lifecycle::FormPicture>> form_pictures(Services& services,
                                                          const lifecycle::AppId& app,
                                                          const std::vector<std::string>& ids) {
  if (ids.size() > engine::kPicturesOfSubmissionMax) {
    return fail(ErrorKind::kInvalid, "at most 10 pictures are taken", "/pictures");
  }
  if (services.forms == nullptr && !ids.empty()) {
    return fail(ErrorKind::kUnavailable, "no pictures here", "/pictures");
  }
  std::vector<lifecycle::FormPicture> pictures;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto pointer = "/pictures/" + std::to_string(i);
    TRY(check_id(ids[i], pointer));
    if (std::ranges::count(ids, ids[i]) > 1) {
      return fail(ErrorKind::kInvalid, "each picture once", pointer);
    }
    const auto row = services.forms->picture(app, ids[i]);
    if (!row && row.error().kind != ErrorKind::kNotFound) return std::unexpected(row.error());
    if (!row || row->erased_at) {
      return fail(ErrorKind::kInvalid, "not a picture of this mini-program", pointer);
    }
    pictures.push_back({row->id, row->digest});
  }
  return pictures;
}

Reply send_with_test_account(Call& call, Services& services, Outgoing outgoing,
                             const lifecycle::SubjectId& subject, const TestAccountBody& account) {
  if (services.vault == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  if (*dry_run) {  // nothing is kept, so nothing is sealed
    std::get<lifecycle::Submit>(outgoing.data).test_account = sha256(random_id("dry"));
    return send_command(call, services, std::move(outgoing));
  }
  json::object object{{"account", account.account}, {"password", account.password}};
  if (account.remarks) object.emplace("remarks", *account.remarks);
  auto kept = std::make_shared<Call>(std::move(call));
  return Pending([&services, kept, outgoing = std::move(outgoing), subject,
                  words = json::serialize(object)](Done done) mutable {
    auto later = [&services, kept, outgoing = std::move(outgoing), subject,
                  words = std::move(words), done]() mutable {
      auto& vault = *services.vault;
      const auto key = vault.keys().ensure(subject, vault.new_key(subject), services.clock.now());
      const auto sealed = key ? seal_into(outgoing, vault, *key, subject, words)
                              : Status(std::unexpected(key.error()));
      if (!sealed) {
        services.report(sealed.error());
        return done(kept->problem(sealed.error()));
      }
      answer_by(send_command(*kept, services, std::move(outgoing)), done);
    };
    if (!services.commands.on_writer(std::move(later))) done(kept->problem(ProblemCode::kBusy));
  });
}

}  // namespace baobei::http

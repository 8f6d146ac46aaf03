#include "http/command_bodies.h"

#include <algorithm>

#include "lifecycle/lifecycle.h"

namespace baobei::http {

Result<std::vector<std::string>> read_voids(const std::optional<std::vector<std::string>>& voids) {
  auto list = voids.value_or(std::vector<std::string>{});
  TRY(check_rows(list, "/voids"));
  for (std::size_t i = 0; i < list.size(); ++i) {
    TRY(check_id(list[i], "/voids/" + std::to_string(i)));
  }
  return list;
}

BuiltCommand build_answer(const AnswerBody& body, lifecycle::EntryNo entry, Words& words,
                          const catalogue::Catalogue& catalogue) {
  lifecycle::AnswerFiling data;
  data.entry = entry;
  data.digest = body.digest;
  data.verdict = body.verdict;
  TRY_ASSIGN(data.points, read_points(body.points.value_or(std::vector<PointBody>{}), catalogue,
                                      words, UnknownCode::kUnspecified));
  data.hits = body.hits.value_or(std::vector<lifecycle::EntryNo>{});
  TRY(check_rows(data.hits, "/hits"));
  TRY_ASSIGN(data.voids, read_voids(body.voids));
  data.scope = body.scope.value_or(lifecycle::OrderScope::kService);
  if (body.down_by) {
    TRY_ASSIGN(data.down_by, read_instant(*body.down_by, "/down_by"));
  }
  data.replaces = body.replaces.value_or(0);
  if (body.reply_number && !lifecycle::is_reply_number(*body.reply_number)) {
    return std::unexpected(Problem(
        Error{ErrorKind::kInvalid, "1 to 64 letters, digits and signs of a number are expected",
              "/reply_number"}));
  }
  data.reply_number = body.reply_number;
  data.letter = body.letter;
  return data;
}

namespace {

template <typename T>
bool repeats(const std::vector<T>& list) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (std::ranges::count(list, list[i]) > 1) return true;
  }
  return false;
}

// Where users publish nothing there is nothing to look at, and where they do it is said how.
Status check_ugc(const lifecycle::UgcDeclaration& ugc) {
  using lifecycle::UgcMethod;
  const auto wrong = [](const char* what, const char* pointer) {
    return fail(ErrorKind::kInvalid, what, pointer);
  };
  if (repeats(ugc.scenes)) return wrong("each scene once", "/ugc/scenes");
  if (repeats(ugc.methods)) return wrong("each method once", "/ugc/methods");
  if (ugc.scenes.empty() && (!ugc.methods.empty() || ugc.audit_team)) {
    return wrong("without a scene there is nothing to look at", "/ugc/methods");
  }
  if (!ugc.scenes.empty() && ugc.methods.empty()) {
    return wrong("at least one method is expected", "/ugc/methods");
  }
  const bool none = std::ranges::find(ugc.methods, UgcMethod::kNone) != ugc.methods.end();
  if (none && ugc.methods.size() > 1) return wrong("none stands alone", "/ugc/methods");
  const auto other = std::ranges::find(ugc.scenes, lifecycle::UgcScene::kOther);
  if (other != ugc.scenes.end() && ugc.text.is_zero()) {
    return wrong("what the other scene is must be said", "/ugc/text");
  }
  return {};
}

Result<lifecycle::UgcDeclaration> read_ugc(const UgcBody& body, Words& words) {
  lifecycle::UgcDeclaration ugc;
  ugc.scenes = body.scenes;
  ugc.methods = body.methods.value_or(std::vector<lifecycle::UgcMethod>{});
  ugc.audit_team = body.audit_team.value_or(false);
  const auto text = body.text.value_or("");
  if (utf8_length(text) > kUgcTextCharactersMax) {
    return fail(ErrorKind::kInvalid, "at most 256 characters are taken", "/ugc/text");
  }
  TRY_ASSIGN(ugc.text, words.keep("ugc", text, "/ugc/text", Need::kOptional));
  TRY(check_ugc(ugc));
  return ugc;
}

}  // namespace

BuiltCommand build_submit(const SubmitBody& body, Words& words) {
  lifecycle::Submit data;
  data.digest = body.digest;
  TRY(check_rows(body.categories, "/categories"));
  for (std::size_t i = 0; i < body.categories.size(); ++i) {
    TRY(check_id(body.categories[i], "/categories/" + std::to_string(i)));
  }
  data.categories = body.categories;
  data.release_choice = body.release_choice.value_or(lifecycle::ReleaseChoice::kByHand);
  const auto answers = body.item_answers.value_or(std::vector<ItemAnswerBody>{});
  TRY(check_rows(answers, "/item_answers"));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto pointer = "/item_answers/" + std::to_string(i) + "/text";
    TRY_ASSIGN(const auto text,
               words.keep("item_answer", answers[i].text, pointer, Need::kRequired));
    data.item_answers.push_back({answers[i].item, text});
  }
  if (body.ugc) {
    TRY_ASSIGN(data.ugc, read_ugc(*body.ugc, words));
  }
  TRY_ASSIGN(data.notes, words.keep("notes", body.notes.value_or(""), "/notes", Need::kOptional));
  return data;
}

BuiltCommand build_release(const ReleaseBody& body) {
  lifecycle::Release data;
  data.submission = body.submission;
  data.share = body.share.value_or(lifecycle::kFullShare);
  return data;
}

}  // namespace baobei::http

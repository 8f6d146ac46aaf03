// The bodies of commands that come one by one and as rows of a job, and the commands they are.
//
// Heavy to compile: include it from .cc files only. Threads: pure but for the words they collect.
#pragma once

#include "http/reason_json.h"

namespace baobei::http {

using BuiltCommand = OrProblem<lifecycle::CommandData>;

struct AnswerBody {
  Digest digest;
  lifecycle::Verdict verdict = lifecycle::Verdict::kFail;
  std::optional<std::vector<PointBody>> points;
  std::optional<std::vector<lifecycle::EntryNo>> hits;
  std::optional<std::vector<std::string>> voids;
  std::optional<lifecycle::OrderScope> scope;
  std::optional<std::string> down_by;
  std::optional<lifecycle::AnswerNo> replaces;
  std::optional<std::string> scan;  // that it was transcribed from (http/transcription.h)
  std::optional<std::string> reply_number;
  std::optional<std::string> letter;  // a kept scan of the entry
};
BOOST_DESCRIBE_STRUCT(AnswerBody, (),
                      (digest, verdict, points, hits, voids, scope, down_by, replaces, scan,
                       reply_number, letter))

struct ItemAnswerBody {
  lifecycle::ItemNo item = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ItemAnswerBody, (), (item, text))

inline constexpr std::size_t kUgcTextCharactersMax = 256;
struct UgcBody {
  std::vector<lifecycle::UgcScene> scenes;
  std::optional<std::vector<lifecycle::UgcMethod>> methods;
  std::optional<bool> audit_team;
  std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(UgcBody, (), (scenes, methods, audit_team, text))

inline constexpr std::size_t kAccountCharactersMax = 200;
inline constexpr std::size_t kAccountRemarksCharactersMax = 1'000;
// How a reviewer signs in: a secret of the developer's.
struct TestAccountBody {
  std::string account;
  std::string password;
  std::optional<std::string> remarks;
};
BOOST_DESCRIBE_STRUCT(TestAccountBody, (), (account, password, remarks))

struct SubmitBody {
  Digest digest;
  std::vector<std::string> categories;
  std::optional<lifecycle::ReleaseChoice> release_choice;
  std::optional<std::vector<ItemAnswerBody>> item_answers;
  std::optional<std::string> notes;
  std::optional<UgcBody> ugc;
  std::optional<std::vector<std::string>> pictures;
  std::optional<TestAccountBody> test_account;
};
BOOST_DESCRIBE_STRUCT(SubmitBody, (),
                      (digest, categories, release_choice, item_answers, notes, ugc, pictures,
                       test_account))

struct ReleaseBody {
  lifecycle::SubmissionNo submission = 0;
  std::optional<lifecycle::Share> share;
};
BOOST_DESCRIBE_STRUCT(ReleaseBody, (), (submission, share))

// Bound to entry and digest only: no If-Match, no revision, no required point (R13a).
BuiltCommand build_answer(const AnswerBody& body, lifecycle::EntryNo entry, Words& words,
                          const catalogue::Catalogue& catalogue);
// Without pictures and test account, which take more than the body: http/submission_form.h.
BuiltCommand build_submit(const SubmitBody& body, Words& words);
BuiltCommand build_release(const ReleaseBody& body);

// Categories whose completed filing an answer or an order voids.
Result<std::vector<std::string>> read_voids(const std::optional<std::vector<std::string>>& voids);

}  // namespace baobei::http

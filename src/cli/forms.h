// What a command line fills in for one command, and a row of a list for one of many (bulk.cc).
// Each is made into a body where its command stands: submit.cc, filing.cc.
//
// Threads: one. Owner: the command that runs.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/session.h"

namespace baobei::cli {

// A version put up for publication (R4). One of `path` and `digest`.
struct SubmitForm {
  std::string app;
  std::string path;
  std::string digest;
  std::string label;
  std::vector<std::string> categories;
  std::string choice;                // by_hand, on_answer, also_on_silence (R14)
  std::vector<std::string> answers;  // "2=mended": to the items of a failed filing (R18)
  std::string notes;
  std::vector<std::string> ugc;          // scenes; "none" alone: users publish nothing
  std::vector<std::string> ugc_methods;  // platform_interface, other_product, people, none
  bool ugc_team = false;
  std::string ugc_text;
  std::vector<std::string> picture_files;
  std::string test_account_file;  // JSON
};

struct SentVersion {
  std::string digest;
  bool uploaded = false;  // now; false: the server had it, or `digest` was given
};
// The version's digest; sends the package of `path` first unless the server has it already.
Answer<SentVersion> sent_version(Session& session, Client& api, const SubmitForm& form);
// Without the pictures. kInvalid where an answer to an item or the test account cannot be read.
Result<boost::json::object> submit_body(const SubmitForm& form, const std::string& digest);

// The answer of an office to a filing entry (R13, R17, R18).
struct AnswerForm {
  std::string app;
  std::uint32_t no = 0;  // of the entry
  bool pass = false;
  std::vector<std::string> points;  // "code:category=words"
  std::vector<std::string> hits;    // numbers of other entries that fail with it
  std::vector<std::string> voids;
  std::string scope;    // service, version
  std::string down_by;  // "+2h" or RFC 3339
  std::string digest;   // "": the one that the entry's submission names
  std::uint32_t replaces = 0;
  std::string scan;  // that it is transcribed from
  std::string reply_number;
  std::string letter;  // path of a file, kept with the entry before the answer names it
};

Answer<boost::json::object> answer_body(Session& session, const AnswerForm& form);

}  // namespace baobei::cli

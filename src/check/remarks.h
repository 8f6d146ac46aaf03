// What a package's developer says of findings: comments and baobei.check.toml.
//
//   // baobei-ignore privacy/location-undeclared until 2027-03-01: declared from version 2 on
//   <!-- baobei-ignore structure/wxml-unclosed until 2027-03-01: the platform's own example -->
//
// A comment of a script, template, style sheet or JSON file covers the lines it stands on and the
// one below; comments on lines below one another cover the first line that follows them all.
//
// Invariants: reading follows nothing: whoever reads a report decides what becomes of a remark
// (set_aside.h on a developer's machine, nobody on a server: R4). Texts are printable, cut, and
// without secrets. Bounded: kRemarksMax. Threads: pure but for the context it reads.
#pragma once

#include <string_view>
#include <vector>

#include "check/context.h"
#include "check/settings.h"

namespace baobei::check {

// What is missing from a remark or wrong in it, so that it is not followed.
struct RemarkFault {
  Text message;
  At at;
};

struct Remarks {
  std::vector<Remark> all;              // sorted by file, line, column
  std::vector<RemarkFault> incomplete;  // by the same order
  std::vector<std::size_t> ended;       // of `all`: before Options.today
  std::vector<At> ended_at;             // beside `ended`
  std::vector<RemarkFault> faults;      // of baobei.check.toml's form
};

Remarks read_remarks(Context& context);

// The text of baobei.check.toml: what the options bring, else what the pack has beside
// project.config.json or in the program's folder. Nothing where there is none.
std::optional<std::string> settings_text(Context& context);

// Whether a rule of that id can find anything in this check.
bool is_rule(const Context& context, std::string_view id);

}  // namespace baobei::check

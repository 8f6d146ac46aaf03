// The tree as the tidy checks see it: each file's text, and for C++ two more views of equal length.
//
// Invariants: `code` has comments, the insides of literals and preprocessor lines blanked;
// `literals` has everything but the insides of string literals blanked. Line breaks stay in both,
// so that an offset means the same line in all three. Threads: plain values. Owner: the test.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baobei::tidy {

struct SourceFile {
  std::string path;  // from the root of the checkout, with '/'
  std::string text;
  std::string code;      // empty unless C++
  std::string literals;  // likewise
};

struct Fault {
  std::string path;
  std::size_t line = 0;  // from 1
  std::string what;
};
using Faults = std::vector<Fault>;

SourceFile make_source(std::string path, std::string text);
// nullptr where there is none.
const SourceFile* find_source(const std::vector<SourceFile>& files, std::string_view path);

// Every text file of the checkout, but for build trees, fetched tools and version control.
std::vector<SourceFile> load_tree(const std::string& root);

bool is_cpp(std::string_view path);
bool is_under(std::string_view path, std::string_view folder);  // "src/http" holds "src/http/x.h"
std::size_t line_of(const SourceFile& file, std::size_t offset);
std::vector<std::string_view> lines_of(std::string_view text);

// One line per fault, "path:line: what", for a test's message.
std::string to_string(const Faults& faults);

}  // namespace baobei::tidy

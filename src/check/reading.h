// A program's texts and facts in the form in which categories and risks are inferred from them
// (infer/infer.h), and the way back from a place there to a place in a file.
//
// Left out: comments, styles, addresses, libraries that others wrote, and strings of scripts
// without a letter beyond ASCII, which are code. Sample data, agreements and files that nothing
// leads to are marked as such. Pages that demonstrate parts of an interface are left out too.
// Invariants: views point into the Program, which must outlive the reading. Threads: pure. Owner:
// Context.
#pragma once

#include "check/program.h"
#include "infer/infer.h"

namespace baobei::check {

inline constexpr std::size_t kShowcaseInterfaces = 150;  // different functions of wx
inline constexpr std::size_t kShowcaseParts = 8;  // pages of a folder called after such parts
inline constexpr std::size_t kTemplateCharactersMax =
    6;  // Han characters that nobody calls content

infer::Reading reading_of(Context& context, const Program& program);

// The place of evidence in its file; `sources` are the program's files in the reading's order.
At place_of(const infer::Evidence& evidence, const Program& program);

}  // namespace baobei::check

// The job of the child that looks into pictures: their codes, and their words where this machine
// can read them. Threads: one. Owner: run_check_worker.
#pragma once

#include <string>

#include "base/result.h"
#include "pictures/words.h"

namespace baobei::check_worker {

// A reader, or why there is none.
using Words = Result<pictures::WordReader>;

// Opens files: before the sandbox stands.
Words load_words();
// Of jobs without pictures.
Words no_words();

// check::PictureCodes of the input's pictures as text; empty, which are none, where the pack cannot
// be read. Words are looked for in at most kWordPicturesMax pictures and kWordsTime in all, each
// content once; what that leaves out is told.
std::string pictures_of_input(const Words& words);

}  // namespace baobei::check_worker

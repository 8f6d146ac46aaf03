// The words that stand in pictures, read by tesseract.
//
// The library and its data (the packages libtesseract5 and tesseract-ocr-chi-sim or -eng) belong to
// the machine, not to this program: both are looked for when a WordReader is loaded, so that a
// program that reads no pictures starts as if there were none, and where one is missing whoever
// asked is told which. Loading opens files and must come before the sandbox; reading opens none.
// Invariants: one thread, also within the library; of one picture at most kWordPixelsMax pixels are
// looked at (larger ones are made smaller), for at most twice kWordTime; lines of less than
// kLineConfidence or without two letters are left out, as most of them are no words.
// Threads: one at a time. Owner: the child process (check_worker).
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "pictures/pictures.h"

namespace baobei::pictures {

inline constexpr std::uint64_t kWordPixelsMax = 2'000'000;
inline constexpr int kWordSideMin = 24;  // of a picture: less holds no line of text
inline constexpr std::chrono::milliseconds kWordTime{5'000};
inline constexpr int kLineConfidence = 60;     // per cent, as the library states it
inline constexpr std::size_t kLinesMax = 100;  // of one picture
inline constexpr std::size_t kLineCharactersMax = 200;

class WordReader {
 public:
  // kUnavailable: "no_library" or "no_data" as context.
  static Result<WordReader> load();

  ~WordReader();
  WordReader(WordReader&&) noexcept;
  WordReader& operator=(WordReader&&) noexcept;

  // A line each, from top to bottom. kUnavailable where the picture took too long.
  Result<std::vector<Said>> read(const Grey& grey) const;

 private:
  struct Library;
  explicit WordReader(std::unique_ptr<Library> library);

  std::unique_ptr<Library> library_;
};

// Without what the library puts between Chinese letters; for tests apart.
std::string without_gaps(std::string_view line);

}  // namespace baobei::pictures

// Closing the gaps that split a word.
#include <algorithm>
#include <deque>

#include "fold/fold.h"

namespace baobei::fold {
namespace {

// What is put between the characters of a word to hide it. Sentence marks, brackets and line feeds
// end a word rather than split it.
bool is_separator(char32_t point) {
  constexpr std::u32string_view kAscii = U" \t*.-_~|/\\+^#=`'\"&%$@!";
  if (point < 0x80) return kAscii.find(point) != std::u32string_view::npos;
  constexpr std::u32string_view kOthers =
      U"\u00B7\u2022\u2027\u22C5\u30FB\u25CF\u25CB\u25A0\u25A1"
      U"\u2605\u2606\u2022\u2014\u2013\u2026\u3030\u00A6";
  if (kOthers.find(point) != std::u32string_view::npos) return true;
  return (point >= 0x2600 && point <= 0x27BF) || (point >= 0x1F300 && point <= 0x1FAFF);
}

// A maximal run of Han characters with gaps between some of them.
struct Run {
  std::vector<Span> characters;   // in the folded text
  std::vector<std::size_t> gaps;  // numbers of characters that a gap precedes, ascending
};

class Joiner {
 public:
  explicit Joiner(std::string_view text) : text_(text) {}

  Joined take() {
    std::size_t at = 0;
    while ((at = next_han(at)) < text_.size()) {
      Run run;
      at = read_run(at, run);
      if (!run.gaps.empty()) write(run);
    }
    return std::move(out_);
  }

 private:
  std::size_t next_han(std::size_t at) const {
    while (at < text_.size()) {
      if (static_cast<unsigned char>(text_[at]) < 0xE3) {
        ++at;  // a byte that no Han character begins with, or one inside another character
        continue;
      }
      const auto character = character_at(text_, at);
      if (is_han(character.point)) return at;
      at += character.length;
    }
    return at;
  }

  std::size_t read_run(std::size_t at, Run& run) const {
    std::size_t gap = 0;
    std::size_t end = at;
    while (at < text_.size()) {
      const auto character = character_at(text_, at);
      if (is_han(character.point)) {
        if (gap > 0) run.gaps.push_back(run.characters.size());
        gap = 0;
        run.characters.push_back({at, at + character.length});
        end = at + character.length;
      } else if (gap < kGapCharactersMax && is_separator(character.point)) {
        ++gap;
      } else {
        break;
      }
      at += character.length;
    }
    return end;
  }

  // The characters near a gap; a line feed where some in between are left out.
  void write(const Run& run) {
    std::size_t written_to = 0;
    for (const auto gap : run.gaps) {
      const auto first = std::max(written_to, gap - std::min(gap, kJoinedReachMax));
      const auto last = std::min(run.characters.size(), gap + kJoinedReachMax);
      if (first > written_to || written_to == 0) break_line(run.characters[first]);
      for (std::size_t i = first; i < last; ++i) {
        if (std::ranges::binary_search(run.gaps, i)) {
          if (!out_.text.empty() && out_.text.back() != '\n')
            out_.seams.push_back(out_.text.size());
          out_.map.straight(out_.text.size(), run.characters[i].begin);
        }
        out_.text +=
            text_.substr(run.characters[i].begin, run.characters[i].end - run.characters[i].begin);
      }
      written_to = std::max(written_to, last);
    }
  }

  void break_line(const Span& next) {
    if (!out_.text.empty()) {
      out_.map.straight(out_.text.size(), next.begin);
      out_.text += '\n';
    }
    out_.map.straight(out_.text.size(), next.begin);
  }

  std::string_view text_;
  Joined out_;
};

}  // namespace

bool Joined::crosses_seam(Span part) const {
  const auto seam = std::ranges::upper_bound(seams, part.begin);
  return seam != seams.end() && *seam < part.end;
}

Joined join_split(std::string_view folded) {
  return Joiner(folded).take();
}

}  // namespace baobei::fold

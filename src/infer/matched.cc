#include "infer/matched.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "fold/fold.h"

namespace baobei::infer {
namespace {

constexpr std::size_t kAroundCharacters = 12;

// All texts one after the other, a line each, so that one pass serves all of them.
class Lines {
 public:
  explicit Lines(const Reading& reading) {
    for (std::uint32_t i = 0; i < reading.pieces.size(); ++i) {
      const auto text = reading.pieces[i].text;
      if (text.empty()) continue;
      if (text_.size() + text.size() + 1 > kTextBytesMax) {
        complete_ = false;
        break;
      }
      starts_.push_back(text_.size());
      pieces_.push_back(i);
      text_ += text;
      // A pattern never reaches over a line feed, and one text may be written in several lines.
      std::replace(text_.end() - static_cast<std::ptrdiff_t>(text.size()), text_.end(), '\n', ' ');
      text_ += '\n';
    }
  }

  const std::string& text() const { return text_; }
  bool complete() const { return complete_; }

  Found found(std::uint32_t pattern, fold::Span span) const {
    const auto line = static_cast<std::size_t>(std::ranges::upper_bound(starts_, span.begin) -
                                               starts_.begin() - 1);
    return {pattern,
            pieces_[line],
            static_cast<std::uint32_t>(span.begin - starts_[line]),
            static_cast<std::uint32_t>(span.end - span.begin),
            false,
            false};
  }

 private:
  std::string text_;
  std::vector<std::size_t> starts_;
  std::vector<std::uint32_t> pieces_;
  bool complete_ = true;
};

// Which patterns hide shorter ones inside them.
std::vector<bool> hiders(const knowledge::Data& data) {
  std::vector<bool> hides(data.patterns.size(), false);
  for (std::size_t i = 0; i < data.patterns.size(); ++i) {
    hides[i] = data.patterns[i].stop || !data.patterns[i].links.empty();
  }
  for (const auto& set : data.sets) {
    for (const auto at : set) hides[at] = true;
  }
  for (const auto& structure : data.structures) {
    for (const auto& group : structure.groups) {
      for (const auto at : group) hides[at] = true;
    }
  }
  return hides;
}

std::vector<bool> splittable(const knowledge::Data& data) {
  std::vector<bool> wanted(data.patterns.size(), false);
  for (const auto& pack : data.packs) {
    for (const auto& terms : pack.terms) {
      for (const auto at : terms.patterns) wanted[at] = wanted[at] || terms.split;
    }
  }
  return wanted;
}

// `hits` by begin, longer ones first: whatever ends no later than a longer one before it is inside.
std::vector<bool> hidden_ones(const std::vector<match::Hit>& hits, const std::vector<bool>& hides) {
  std::vector<bool> hidden(hits.size(), false);
  std::uint32_t reach = 0;
  for (std::size_t i = 0; i < hits.size(); ++i) {
    hidden[i] = hits[i].end <= reach;
    if (hides[hits[i].pattern] && !hidden[i]) reach = hits[i].end;
  }
  return hidden;
}

std::string_view last_characters(std::string_view text, std::size_t count) {
  std::size_t at = text.size();
  while (at > 0 && count > 0) {
    --at;
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) --count;
  }
  return text.substr(at);
}

}  // namespace

Result<Matched> match_texts(const Reading& reading, const knowledge::Knowledge& knowledge) {
  const Lines lines(reading);
  const auto folded = fold::fold(lines.text());
  TRY_ASSIGN(const auto hits, knowledge.matcher.find(folded.text));
  Matched matched;
  matched.complete = lines.complete() && hits.complete;
  const auto hidden = hidden_ones(hits.all, hiders(knowledge.data));
  for (std::size_t i = 0; i < hits.all.size(); ++i) {
    const auto& hit = hits.all[i];
    auto found = lines.found(hit.pattern, folded.source({hit.begin, hit.end}));
    found.hidden = hidden[i];
    matched.found.push_back(found);
  }
  const auto joined = fold::join_split(folded.text);
  TRY_ASSIGN(const auto split, knowledge.matcher.find(joined.text));
  const auto wanted = splittable(knowledge.data);
  for (const auto& hit : split.all) {
    if (!wanted[hit.pattern] || !joined.crosses_seam({hit.begin, hit.end})) continue;
    const auto in_folded = joined.source({hit.begin, hit.end});
    auto found = lines.found(hit.pattern, folded.source(in_folded));
    found.split = true;
    matched.found.push_back(found);
  }
  return matched;
}

std::string excerpt_of(std::string_view text, std::size_t at, std::size_t length) {
  const auto before = last_characters(text.substr(0, at), kAroundCharacters);
  const auto after = utf8_prefix(text.substr(at + length), kAroundCharacters);
  const std::string all =
      std::string(before) + std::string(text.substr(at, length)) + std::string(after);
  std::string line;
  for (const auto& part : split(all, '\n')) {
    const auto words = trim(part);
    if (words.empty()) continue;
    if (!line.empty()) line += ' ';
    line += words;
  }
  return printable(utf8_prefix(line, kExcerptCharactersMax));
}

Evidence evidence_of(const Found& found, const Reading& reading) {
  const auto& piece = reading.pieces[found.piece];
  Evidence evidence;
  evidence.file = piece.file;
  evidence.begin = piece.verbatim ? piece.begin + found.at : piece.begin;
  evidence.end = piece.verbatim ? piece.begin + found.at + found.length : piece.end;
  evidence.excerpt = excerpt_of(piece.text, found.at, found.length);
  evidence.kind = wire_name(piece.position);
  return evidence;
}

}  // namespace baobei::infer

#include "knowledge/knowledge.h"

#include <algorithm>

#include "base/bytes.h"
#include "fold/fold.h"
#include "knowledge/codec.h"

namespace baobei::knowledge {
namespace {

constexpr std::string_view kMagic = "baobei.knowledge/2\n";

bool all_below(const std::vector<std::uint32_t>& indices, std::size_t size) {
  return std::ranges::all_of(indices, [&](std::uint32_t index) { return index < size; });
}

bool holds(const Signal& signal, const Data& data) {
  return signal.category < data.categories.size() && all_below(signal.needs, data.sets.size()) &&
         all_below(signal.yields_to, data.signals.size()) &&
         all_below(signal.covered_by, data.categories.size());
}

bool holds(const Structure& structure, const Data& data) {
  return std::ranges::all_of(
             structure.groups,
             [&](const auto& group) { return all_below(group, data.patterns.size()); }) &&
         std::ranges::all_of(structure.favours, [&](const Favour& favour) {
           return favour.signal < data.signals.size();
         });
}

bool holds(const Pack& pack, const Data& data) {
  const auto patterns = [&](const auto& owner) {
    return all_below(owner.patterns, data.patterns.size());
  };
  return std::ranges::all_of(pack.terms, patterns) &&
         std::ranges::all_of(pack.counters, patterns) &&
         std::ranges::all_of(pack.combinations, [&](const Combination& combination) {
           return std::ranges::all_of(
               combination.needs, [&](const Need& need) { return need.terms < pack.terms.size(); });
         });
}

bool holds(const Pattern& pattern, const Data& data) {
  return std::ranges::all_of(pattern.links, [&](const Link& link) {
    return link.signal < data.signals.size() && link.tier <= Tier::kAgainst;
  });
}

bool holds_together(const Data& data) {
  const auto each = [&](const auto& rows) {
    return std::ranges::all_of(rows, [&](const auto& row) { return holds(row, data); });
  };
  return data.positions.size() == kPositions && each(data.signals) && each(data.structures) &&
         each(data.packs) && each(data.patterns) &&
         std::ranges::all_of(
             data.sets, [&](const auto& set) { return all_below(set, data.patterns.size()); }) &&
         std::ranges::all_of(data.likenesses, [&](const Likeness& likeness) {
           return likeness.category < data.categories.size() &&
                  likeness.like < data.categories.size();
         });
}

std::string bytes_of(const Data& data) {
  codec::Writer writer;
  writer.put(data);
  return writer.take();
}

std::string version_of(std::string_view bytes) {
  Sha256 hash;
  hash.update(fold::version());
  hash.update(bytes);
  return to_hex(hash.finish()).substr(0, 12);
}

Result<Knowledge> opened(Data data, std::string_view bytes, std::string_view compiled) {
  if (!holds_together(data)) return fail(ErrorKind::kInvalid, "an index leads nowhere");
  std::vector<match::Pattern> patterns;
  patterns.reserve(data.patterns.size());
  for (const auto& pattern : data.patterns) {
    patterns.push_back({pattern.regex ? match::Kind::kRegex : match::Kind::kLiteral, pattern.text});
  }
  TRY_ASSIGN(auto matcher, match::Matcher::open(std::move(patterns), compiled));
  return Knowledge{std::move(data), std::move(matcher), version_of(bytes)};
}

}  // namespace

const Category* Knowledge::category(std::string_view id) const {
  const auto found = std::ranges::find(data.categories, id, &Category::id);
  return found == data.categories.end() ? nullptr : &*found;
}

Result<Knowledge> knowledge_of(Data data) {
  const auto bytes = bytes_of(data);
  return opened(std::move(data), bytes, {});
}

std::string to_blob(const Knowledge& knowledge) {
  codec::Writer writer;
  writer.put(bytes_of(knowledge.data));
  writer.put(knowledge.matcher.serialised());
  return std::string(kMagic) + writer.take();
}

Result<Knowledge> from_blob(std::string_view blob) {
  const auto corrupt = [] { return fail(ErrorKind::kCorrupt, "this is no knowledge blob"); };
  if (blob.size() > kBlobBytesMax || !blob.starts_with(kMagic)) return corrupt();
  codec::Reader parts(blob.substr(kMagic.size()));
  std::string bytes;
  std::string compiled;
  parts.get(bytes);
  parts.get(compiled);
  codec::Reader reader(bytes);
  Data data;
  reader.get(data);
  if (!parts.good() || !parts.rest().empty() || !reader.good() || !reader.rest().empty()) {
    return corrupt();
  }
  return opened(std::move(data), bytes, compiled);
}

}  // namespace baobei::knowledge

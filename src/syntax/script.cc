#include "syntax/script.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "syntax/js_lexer.h"
#include "syntax/js_walker.h"

namespace baobei::syntax {
namespace {

using js::PathId;
using js::Paths;

bool crosses_files(Root root) {
  return root != Root::kPlatform && root != Root::kDerived && root != Root::kLocal;
}

void add_comments(const js::Tree& tree, Script& out) {
  for (const auto& span : tree.comments) {
    if (out.pieces.size() >= kPiecesMax) return;
    out.pieces.push_back(
        {Role::kComment, span, tree.text.substr(span.begin, span.end - span.begin), {}});
  }
}

// Sorts what was seen into uses of the platform and open references.
class Sorter {
 public:
  Sorter(const Paths& paths, const js::Walker& walker, Script& out)
      : paths_(paths), walker_(walker), out_(out) {}

  void sort() {
    std::unordered_set<PathId> telling;  // values on which a name of the platform was seen
    for (const auto& seen : walker_.sightings()) {
      const auto origin = paths_.origin(seen.path);
      const auto root = paths_.root_of(origin);
      if (root == js::kPlatformPath || root == js::kDerivedPath) {
        if (origin != root) add_use(seen, origin);
        continue;
      }
      if (origin == js::kUnknown || paths_.is_local(origin)) continue;
      const bool named = names_platform(origin);
      if (named) telling.insert(paths_.parent(origin));
      const bool leads_away = paths_.is_module(root) || root == js::kAppPath;
      if (!named && !(leads_away && seen.usage == Usage::kCalled)) continue;
      if (out_.open.size() < kUsesMax) out_.open.push_back(use(seen, origin));
    }
    std::set<Path> foreign;
    for (const auto& seen : walker_.sightings()) {
      const auto origin = paths_.origin(seen.path);
      if (!telling.contains(paths_.parent(origin)) || names_platform(origin)) continue;
      if (foreign.size() < kUsesMax) foreign.insert(paths_.spelled(origin));
    }
    out_.foreign.assign(foreign.begin(), foreign.end());
  }

 private:
  bool names_platform(PathId path) const {
    const auto name = paths_.name(path);
    if (name != "call" && name != "apply" && name != "bind") return is_platform_function(name);
    const auto parent = paths_.parent(path);
    return parent != js::kUnknown && is_platform_function(paths_.name(parent));
  }

  Use use(const js::Sighting& seen, PathId origin) const {
    Use out{paths_.spelled(origin), seen.span, seen.usage, !seen.plain, {}};
    for (std::uint32_t i = 0; i < seen.argument_count; ++i) {
      out.arguments.push_back(walker_.arguments()[seen.first_argument + i]);
    }
    return out;
  }

  void add_use(const js::Sighting& seen, PathId origin) {
    if (out_.uses.size() < kUsesMax) out_.uses.push_back(use(seen, origin));
  }

  const Paths& paths_;
  const js::Walker& walker_;
  Script& out_;
};

// Equations whose two sides mean something in other files, also through objects of this one:
// `exports = o; o.a = wx` says what `exports.a` is.
class Keeper {
 public:
  Keeper(Paths& paths, Script& out) : paths_(paths), out_(out) {}

  void keep() {
    const auto pairs = paths_.equations();
    for (std::size_t round = 0; round < kObjectLevels; ++round) {
      for (const auto& pair : pairs) {
        if (pair.derives) continue;
        const auto from = paths_.origin(pair.from);
        if (!paths_.is_local(pair.to)) {
          keep(pair.to, from);
          continue;
        }
        const auto parent = paths_.parent(pair.to);
        const auto holder =
            parent == js::kUnknown ? holders_.end() : holders_.find(paths_.origin(parent));
        if (holder != holders_.end()) {
          keep(paths_.child(holder->second, paths_.name(pair.to)), from);
        }
      }
    }
  }

 private:
  static constexpr std::size_t kObjectLevels = 3;

  void keep(PathId to, PathId from) {
    if (to == js::kUnknown || from == js::kUnknown || to == from) return;
    if (paths_.is_local(from)) {
      holders_.emplace(from, to);
      return;
    }
    if (!kept_.insert({to, from}).second || out_.equations.size() >= kEquationsMax) return;
    auto left = paths_.spelled(to);
    if (crosses_files(left.root)) out_.equations.push_back({std::move(left), paths_.spelled(from)});
  }

  Paths& paths_;
  Script& out_;
  std::map<PathId, PathId> holders_;  // an object of this file → what others may reach it by
  std::set<std::pair<PathId, PathId>> kept_;
};

}  // namespace

Script read_script(std::string_view text, std::string_view path) {
  if (text.size() > js::kTreeBytesMax) return read_script_words(text);
  const auto language =
      path.ends_with(".ts") ? js::Language::kTypeScript : js::Language::kJavaScript;
  auto tree = js::parse(text, language);
  Script out;
  js::Walker walker(tree, out);
  walker.walk();
  walker.paths().solve();
  Sorter(walker.paths(), walker, out).sort();
  Keeper(walker.paths(), out).keep();
  add_comments(tree, out);
  std::ranges::stable_sort(out.pieces, {}, [](const Piece& piece) { return piece.span.begin; });
  out.faults = std::move(tree.faults);
  out.fault_count = tree.fault_count;
  out.words_alone = tree.too_deep;
  return out;
}

Script read_script_words(std::string_view text) {
  Script out;
  out.words_alone = true;
  std::vector<Span> comments;
  js::Lexer lexer(text.substr(0, kSourceBytesMax));
  js::Token before[2];
  while (true) {
    auto token = lexer.next(&comments);
    if (token.kind == js::TokenKind::kEnd) break;
    const auto source = text.substr(token.begin, token.end - token.begin);
    const auto earlier = text.substr(before[1].begin, before[1].end - before[1].begin);
    if (token.kind == js::TokenKind::kBacktick) {
      bool hole = false;
      const auto span = lexer.template_piece(hole);
      if (out.pieces.size() < kPiecesMax) {
        out.pieces.push_back(
            {Role::kString, span, text.substr(span.begin, span.end - span.begin), {}});
      }
    } else if (token.kind == js::TokenKind::kString && source.size() > 3) {
      auto inside = source.substr(1, source.size() - 2);
      if (token.escaped) inside = out.strings->keep(js::unescaped(inside));
      const auto role = is_url_like(inside) ? Role::kUrl : Role::kString;
      if (out.pieces.size() < kPiecesMax) {
        out.pieces.push_back({role, {token.begin + 1, token.end - 1}, inside, {}});
      }
    } else if (token.is(js::Mark::kDivide)) {
      // Behind a value it divides; elsewhere a regular expression begins.
      const bool value =
          before[0].kind == js::TokenKind::kName || before[0].kind == js::TokenKind::kNumber ||
          before[0].is(js::Mark::kCloseParen) || before[0].is(js::Mark::kCloseBracket);
      if (!value) token = lexer.regex(token);
    } else if (token.kind == js::TokenKind::kName && before[0].is(js::Mark::kDot) &&
               earlier == "wx" && out.uses.size() < kUsesMax) {
      const auto called = js::Lexer(text, token.end).next(nullptr).is(js::Mark::kOpenParen);
      out.uses.push_back({{Root::kPlatform, {}, 0, std::string(source)},
                          {token.begin, token.end},
                          called ? Usage::kCalled : Usage::kPassed,
                          false,
                          {}});
    }
    before[1] = before[0];
    before[0] = token;
  }
  for (const auto& span : comments) {
    if (out.pieces.size() >= kPiecesMax) break;
    out.pieces.push_back(
        {Role::kComment, span, text.substr(span.begin, span.end - span.begin), {}});
  }
  return out;
}

}  // namespace baobei::syntax

// What a script says: texts, modules it asks for, and what it uses of the platform, whatever the
// name under which it got hold of it.
//
// A value is known by its *path*: where it comes from and the members and calls that lead to it.
// `wx.createMapContext("m").moveToLocation` is the root kPlatform and "createMapContext()
// .moveToLocation"; `getApp().core.getLocation` is kApp and "core.getLocation". Inside one file
// aliases, destructuring, wrappers, parameters and returned values are followed here; what leads to
// other files stays as open references and equations, which the caller solves (check/program.h).
//
// Invariants: a use's path has no local name in it. Nothing depends on the order of statements:
// where a name may hold two values, both count. Bounded: kUsesMax, kEquationsMax, kPathDepthMax.
// Threads: pure functions, plain values. The text must outlive the facts.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/js_tree.h"
#include "syntax/source.h"

namespace baobei::syntax {

inline constexpr std::size_t kUsesMax = 100'000;
inline constexpr std::size_t kEquationsMax = 200'000;
inline constexpr std::size_t kPathDepthMax = 24;
inline constexpr std::size_t kArgumentsMax = 24;

enum class Root : std::uint8_t {
  kPlatform,  // wx
  kDerived,   // made from wx: promisified, copied, proxied; or uni
  kApp,       // getApp()
  kThis,      // `this` of the file's page, component or app
  kExports,   // what this file exports
  kModule,    // what the module `specifier` exports
  kGlobal,    // a global name, the first of the path
  kLocal,     // something of this file
};

struct Path {
  Root root = Root::kGlobal;
  std::string_view specifier;  // of kModule
  std::uint32_t local = 0;     // of kLocal: which one
  std::string members;         // "a.b().c"; "" for the root itself

  auto operator<=>(const Path&) const = default;
};

enum class Usage : std::uint8_t {
  kCalled,
  kPassed,  // read: assigned, handed on, destructured
  kTested,  // only asked for its existence
};

// A literal that stands among the arguments of a call.
struct Argument {
  std::string_view key;  // of the options object, or "" for a plain argument
  std::string_view text;
  Span span;
};

struct Use {
  Path path;
  Span span;  // of the last name
  Usage usage = Usage::kPassed;
  bool aliased = false;  // not written as wx.name
  std::vector<Argument> arguments;
};

// `to` may hold what `from` holds.
struct Equation {
  Path to;
  Path from;
};

enum class ImportKind : std::uint8_t {
  kRequire,      // require("a")
  kImport,       // import … from "a", export … from "a"
  kLater,        // import("a"), require.async("a"), require("a", callback)
  kPlugin,       // requirePlugin("a")
  kMiniProgram,  // requireMiniProgram()
};

struct Import {
  std::string_view specifier;
  Span span;  // of the literal's inside
  ImportKind kind = ImportKind::kRequire;
  bool guarded = false;  // inside try
};

enum class OddKind : std::uint8_t {
  kEval,         // eval(…), setTimeout("…")
  kNewFunction,  // new Function(…), Function(…)
  kConstructor,  // x.constructor.constructor(…)
  kDateGate,     // compares the present with a fixed date
};

struct Odd {
  OddKind kind;
  Span span;
};

enum class Registration : std::uint8_t { kApp, kPage, kComponent, kBehavior };

struct Script {
  std::vector<Piece> pieces;
  std::vector<Import> imports;
  std::vector<Use> uses;  // of kPlatform and kDerived
  std::vector<Use> open;  // of the other roots: names of the platform, and what is called of
                          // kModule and kApp
  std::vector<Path>
      foreign;  // open paths whose last name is none of the platform's, beside those of
                // `open` on the same value: they speak against it being the platform
  std::vector<Equation> equations;  // between paths of kApp, kThis, kExports, kModule, kGlobal,
                                    // kPlatform, kDerived
  std::vector<Registration> registrations;
  std::vector<std::string_view> methods;  // names of functions in objects and classes
  std::vector<Odd> odd;
  std::vector<Fault> faults;
  std::size_t fault_count = 0;
  bool words_alone = false;  // too large or too deep for a tree
  std::unique_ptr<Strings> strings = std::make_unique<Strings>();
};

// `path` decides the language: ".ts" is TypeScript, everything else JavaScript.
Script read_script(std::string_view text, std::string_view path);

// For tests and for files above js::kTreeBytesMax: words alone, no aliases.
Script read_script_words(std::string_view text);

// "wx.getLocation" as the platform's documents write it, from the members of a path of kPlatform or
// kDerived: ".call", ".apply", ".bind" are taken off, and one wrapping name ("pro.getLocation").
std::string platform_name(std::string_view members);

// Names of functions of wx (platform.cc), without "wx.".
bool is_platform_function(std::string_view name);

}  // namespace baobei::syntax

// Everything a mini-program's files say, read once: scripts, templates, styles and JSON values, who
// reaches whom, and every use of the platform with its place, also through other files.
//
// For rules: `files()` with their pieces of text (role and place), `uses()` of the platform by the
// name of the platform's documents, `elements()`, `open_types()`, links and imports with what they
// resolve to.
// Invariants: paths are relative to the program's root; files are sorted by path; a piece's views
// live as long as the program. Reading is bounded by the package's own limits and the front-ends'.
// Threads: one, and while it is made those that Options.jobs allows. Owner: Context.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/context.h"
#include "syntax/syntax.h"

namespace baobei::check {

enum class FileKind { kScript, kTemplate, kStyle, kJson };

// How sure it is that users meet what a file says.
enum class Reach {
  kReached,    // from app.js, a page, or a component of a page
  kVendored,   // reached, in a library that others wrote
  kUnreached,  // nothing leads to it
};

class SourceFile {
 public:
  std::string path;       // from the program's root
  std::string pack_path;  // from the package's
  FileKind kind = FileKind::kScript;
  Reach reach = Reach::kUnreached;
  bool vendored = false;
  std::string text;                   // of scripts, templates and styles
  const JsonFile* json = nullptr;     // of kJson
  std::vector<syntax::Piece> pieces;  // in the order of the text
  std::unique_ptr<syntax::Script> script;
  std::unique_ptr<syntax::Template> markup;
  std::unique_ptr<syntax::Style> style;

  // Positions are found when first asked for.
  At at(syntax::Span span) const;
  syntax::Position position(std::size_t offset) const;
  bool is_reached() const { return reach != Reach::kUnreached; }

 private:
  mutable std::unique_ptr<syntax::Lines> lines_;
};

enum class ModuleEnd {
  kFound,
  kMissing,
  kNpmMissing,
  kLeftAlone,  // plugins, dynamic parts
};

struct ModuleUse {
  const SourceFile* from = nullptr;
  std::string_view specifier;
  syntax::Span span;
  ModuleEnd end = ModuleEnd::kMissing;
  const SourceFile* to = nullptr;  // of kFound
  bool guarded = false;            // its failure is caught, or it is loaded later
};

struct LinkUse {
  const SourceFile* from = nullptr;
  const syntax::Link* link = nullptr;  // of a template
  std::string_view value;
  syntax::Span span;
  bool found = false;
};

// A use of the platform. `name` as its documents write it, without "wx.": "getLocation",
// "cloud.callFunction", "createMapContext().moveToLocation".
struct PlatformUse {
  std::string name;
  const SourceFile* file = nullptr;
  syntax::Span span;
  syntax::Usage usage = syntax::Usage::kCalled;
  bool aliased = false;
  bool derived = false;  // through something made from wx
  const std::vector<syntax::Argument>* arguments = nullptr;

  std::string_view argument(std::string_view key) const;
};

struct ElementUse {
  std::string_view name;
  const SourceFile* file = nullptr;
  const syntax::wxml::Element* element = nullptr;

  std::string_view attribute(std::string_view key) const;
};

struct OpenTypeUse {
  const syntax::OpenType* open_type = nullptr;
  const SourceFile* file = nullptr;
};

class Program {
 public:
  explicit Program(Context& context);

  const std::vector<std::unique_ptr<SourceFile>>& files() const { return files_; }
  const SourceFile* find(std::string_view path) const;

  const std::vector<PlatformUse>& uses() const { return uses_; }
  // Of one name, in the order of files and places; tested ones are left out.
  std::vector<const PlatformUse*> uses_of(std::string_view name) const;
  const std::vector<ElementUse>& elements() const { return elements_; }
  const std::vector<OpenTypeUse>& open_types() const { return open_types_; }
  const std::vector<ModuleUse>& modules() const { return modules_; }
  const std::vector<LinkUse>& template_links() const { return template_links_; }
  const std::vector<LinkUse>& style_links() const { return style_links_; }

  // Files that are there and were not read, with the reason.
  const std::map<std::string, std::string>& skipped() const { return skipped_; }
  std::size_t files_read() const { return files_read_; }

 private:
  void read_files(Context& context);
  void take_source(const package::File& file, std::unique_ptr<SourceFile> read);
  void read_json(Context& context, std::string path);
  void resolve_modules(const Context& context);
  void resolve_templates(const Context& context);
  void resolve_styles(const Context& context);
  ModuleUse module_of(const Context& context, const SourceFile& from, std::string_view specifier,
                      syntax::Span span) const;
  const SourceFile* script_at(std::string_view path) const;
  void reach_from_pages(const Context& context);
  void collect_uses(const Context& context);

  std::vector<std::unique_ptr<SourceFile>> files_;
  std::map<std::string, SourceFile*, std::less<>> by_path_;
  std::vector<PlatformUse> uses_;
  std::vector<ElementUse> elements_;
  std::vector<OpenTypeUse> open_types_;
  std::vector<ModuleUse> modules_;
  std::vector<LinkUse> template_links_;
  std::vector<LinkUse> style_links_;
  std::map<std::string, std::string> skipped_;
  std::size_t files_read_ = 0;
};

}  // namespace baobei::check

#include "check/reading.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include "base/text.h"

namespace baobei::check {
namespace {

using infer::Setting;
using knowledge::Position;
using syntax::Role;

constexpr std::size_t kLabelCharactersMax = 10;   // a longer datum is prose
constexpr std::size_t kStringCharactersMax = 60;  // a longer string of a script is data
constexpr std::size_t kDenseCharactersMin = 400;
constexpr std::size_t kHiddenLinksMin = 3;

std::optional<Position> position_of(Role role) {
  switch (role) {
    case Role::kNavigationTitle:
      return Position::kNavigationTitle;
    case Role::kTabText:
      return Position::kTabText;
    case Role::kHeading:
      return Position::kHeading;
    case Role::kButton:
      return Position::kButton;
    case Role::kLabel:
      return Position::kLabel;
    case Role::kPlaceholder:
      return Position::kPlaceholder;
    case Role::kText:
      return Position::kText;
    case Role::kAttribute:
      return Position::kAttribute;
    case Role::kDialog:
      return Position::kDialog;
    case Role::kShare:
      return Position::kShare;
    case Role::kDescription:
      return Position::kDescription;
    case Role::kData:
      return Position::kData;
    case Role::kString:
      return Position::kString;
    case Role::kJson:
      return Position::kJson;
    case Role::kUrl:
    case Role::kStyle:
    case Role::kComment:
    case Role::kLog:
      break;
  }
  return std::nullopt;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t wide_characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += static_cast<unsigned char>(c) >= 0xE3 ? 1 : 0;
  return count;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// A word of the path, between separators: "mock" in "utils/mock-data.js", not in "mockery.js".
bool has_path_word(const std::string& path, std::string_view word) {
  const auto edge = [&](std::size_t at) {
    return at >= path.size() || std::isalpha(static_cast<unsigned char>(path[at])) == 0;
  };
  for (auto at = path.find(word); at != std::string::npos; at = path.find(word, at + 1)) {
    const auto end = at + word.size();
    const bool plural = end < path.size() && path[end] == 's' && edge(end + 1);
    if ((at == 0 || edge(at - 1)) && (edge(end) || plural)) return true;
  }
  return false;
}

template <std::size_t N>
bool has_any(const std::string& path, const std::array<std::string_view, N>& words) {
  return std::ranges::any_of(words, [&](auto word) { return has_path_word(path, word); });
}

constexpr std::array<std::string_view, 10> kSampleWords = {
    "mock", "data", "database", "db", "fake", "test", "demo-data", "city", "region", "area"};
// Libraries that lie among the program's own files: what they say is not what it says.
constexpr std::array<std::string_view, 10> kLibraryWords = {
    "libs",    "lib",       "echarts", "ec-canvas", "amap-wx",
    "wxparse", "html2wxml", "weui",    "vant",      "qqmap-wx-jssdk"};
constexpr std::array<std::string_view, 5> kAgreementWords = {"policy", "protocol", "terms",
                                                             "clause", "license"};
// Inside longer words as well: "fuwuxieyi", "useragreement".
constexpr std::array<std::string_view, 4> kAgreementParts = {"agreement", "privacy", "xieyi",
                                                             "yinsi"};

Setting setting_of(const SourceFile& file) {
  const auto path = lower(file.path);
  const bool agreement =
      has_any(path, kAgreementWords) || std::ranges::any_of(kAgreementParts, [&](auto part) {
        return path.find(part) != std::string::npos;
      });
  if (agreement) return Setting::kAgreement;
  if (!file.is_reached()) return Setting::kMock;
  if (file.kind != FileKind::kScript) return Setting::kPlain;
  if (has_any(path, kSampleWords)) return Setting::kMock;
  std::size_t wide = 0;
  for (const auto& piece : file.pieces) {
    if (piece.role != Role::kComment) wide += wide_characters(piece.text);
  }
  const bool dense = wide > kDenseCharactersMin && wide * 3 * 100 > file.text.size() * 35;
  return dense ? Setting::kMock : Setting::kPlain;
}

// "/shop/cart/shopcart/" of "pages/shopCart/index": the words of a path in small letters, and a
// name of several words as one too. What every path has is left out.
std::string path_words(std::string_view path) {
  constexpr std::array<std::string_view, 8> kEvery = {"pages", "page", "index",     "main",
                                                      "src",   "logs", "component", "components"};
  std::string words = "/";
  const auto add = [&](const std::string& word) {
    if (word.size() < 2 || std::ranges::find(kEvery, word) != kEvery.end()) return;
    if (words.find("/" + word + "/") == std::string::npos) words += word + "/";
  };
  for (const auto& part : split(path, '/')) {
    std::string word;
    std::string all;
    char before = 0;
    for (const char c : part) {
      const bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
      const bool begins = std::isupper(static_cast<unsigned char>(c)) != 0 &&
                          std::islower(static_cast<unsigned char>(before)) != 0;
      if (!letter || begins) {
        add(word);
        word.clear();
      }
      before = c;
      if (!letter) continue;
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      all += word.back();
    }
    add(word);
    add(all);
  }
  return words;
}

// Whether a page is called after a part of an interface: "pages/action-sheet/index".
bool is_part_of_interface(std::string_view page) {
  static const std::set<std::string, std::less<>> kParts = {
      "accordion",     "actionsheet",    "address",
      "alert",         "anchor",         "animation",
      "area",          "audio",          "avatar",
      "backdrop",      "backtop",        "badge",
      "barcode",       "button",         "calendar",
      "canvas",        "card",           "cascader",
      "cell",          "checkbox",       "circle",
      "col",           "collapse",       "contact",
      "countdown",     "countup",        "cover",
      "dialog",        "divider",        "dropdown",
      "dropdownmenu",  "ellipsis",       "empty",
      "fab",           "field",          "filterbar",
      "floatingpanel", "form",           "gallery",
      "goodsaction",   "grid",           "icon",
      "image",         "indexbar",       "indexlist",
      "input",         "inputnumber",    "label",
      "layout",        "loading",        "map",
      "modal",         "movable",        "nav",
      "navbar",        "navigator",      "noticebar",
      "notify",        "numberkeyboard", "overlay",
      "pagination",    "panel",          "passwordinput",
      "picker",        "popover",        "popup",
      "progress",      "radio",          "rate",
      "request",       "result",         "richtext",
      "row",           "scrollview",     "searchbar",
      "segment",       "selector",       "sharesheet",
      "sidebar",       "skeleton",       "slider",
      "spin",          "stepper",        "steps",
      "sticky",        "storage",        "submitbar",
      "swipeaction",   "swipecell",      "swipeout",
      "swiper",        "switch",         "tab",
      "tabbar",        "tabs",           "tag",
      "text",          "textarea",       "timeline",
      "toast",         "toptips",        "transition",
      "tree",          "treeselect",     "upload",
      "uploader",      "video",          "view",
      "virtuallist",   "waterfall",      "watermark",
      "websocket"};
  const auto words = path_words(page);
  const auto last = words.rfind('/', words.size() - 2);
  return words.size() > 2 && kParts.contains(words.substr(last + 1, words.size() - last - 2));
}

// Pages that show a part of an interface each, with what lies beside them. The tools' own
// demonstration stays behind in programs that were begun from it.
std::set<std::string, std::less<>> demo_pages(const std::vector<Page>& pages) {
  struct Count {
    std::size_t pages = 0;
    std::size_t parts = 0;
  };
  std::map<std::string, Count, std::less<>> folders;
  const auto folder = [](const Page& page) { return folder_of(folder_of(page.path)); };
  for (const auto& page : pages) {
    auto& count = folders[std::string(folder(page))];
    ++count.pages;
    count.parts += is_part_of_interface(page.path) ? 1 : 0;
  }
  std::set<std::string, std::less<>> demos;
  for (const auto& page : pages) {
    const auto& count = folders.find(folder(page))->second;
    if (count.parts >= kShowcaseParts && count.parts * 2 > count.pages) demos.insert(page.path);
  }
  return demos;
}

// Files of one page have the same path without its ending.
std::string page_of(std::string_view path) {
  const auto dot = path.rfind('.');
  return std::string(path.substr(0, dot));
}

class Reader {
 public:
  explicit Reader(Context& context, const Program& program)
      : context_(context), program_(program), demo_pages_(demo_pages(context.pages())) {}

  infer::Reading take() {
    for (std::uint32_t i = 0; i < program_.files().size(); ++i) {
      const auto& file = *program_.files()[i];
      reading_.files.push_back({file.pack_path, page_of(file.path)});
      const bool library = file.vendored || (file.kind == FileKind::kScript &&
                                             has_any(lower(file.path), kLibraryWords));
      const bool demo = demo_pages_.contains(page_of(file.path));
      if (!library && !demo && file.kind != FileKind::kStyle) take_pieces(file, i);
    }
    take_page_paths();
    take_codes();
    take_facts();
    if (is_showcase()) add_fact("state:showcase", nullptr, {});
    if (is_untouched_template()) add_fact("state:untouched-template", nullptr, {});
    return std::move(reading_);
  }

 private:
  void take_pieces(const SourceFile& file, std::uint32_t number) {
    const auto setting = setting_of(file);
    const std::string_view text =
        file.json == nullptr ? std::string_view(file.text) : std::string_view(file.json->text);
    for (const auto& piece : file.pieces) {
      auto position = position_of(piece.role);
      if (!position || piece.text.empty()) continue;
      const auto characters = utf8_length(piece.text);
      if (*position == Position::kNavigationTitle && file.path == "app.json") {
        position = Position::kProgramTitle;
      }
      if (*position == Position::kData && characters > kLabelCharactersMax) {
        position = Position::kString;
      }
      const bool code = *position >= Position::kData;
      if (code && is_ascii(piece.text)) continue;
      const bool prose = code && characters > kStringCharactersMax;
      const auto span = piece.span;
      const bool verbatim =
          span.end <= text.size() && text.substr(span.begin, span.end - span.begin) == piece.text;
      const bool sample = setting == Setting::kPlain && (prose || *position == Position::kJson);
      reading_.pieces.push_back({piece.text, *position, sample ? Setting::kMock : setting, verbatim,
                                 number, span.begin, span.end});
      if (*position > Position::kAttribute) continue;
      if (is_of_the_template(piece.text)) {
        ++template_texts_;
      } else {
        written_ += wide_characters(piece.text);
      }
    }
  }

  // What pages are called in their paths, in the files that they are.
  void take_page_paths() {
    for (const auto& page : context_.pages()) {
      if (demo_pages_.contains(page.path)) continue;
      for (const char* ending : {".wxml", ".js", ".ts"}) {
        const auto path = page.path + ending;
        const auto found = std::ranges::lower_bound(program_.files(), path, {},
                                                    [](const auto& row) { return row->path; });
        if (found == program_.files().end() || (*found)->path != path) continue;
        reading_.own.push_back(path_words(page.path));
        const auto number = static_cast<std::uint32_t>(found - program_.files().begin());
        reading_.pieces.push_back(
            {reading_.own.back(), Position::kPage, Setting::kPlain, false, number, 0, 0});
        break;
      }
    }
  }

  // A file for each, behind those of the program: Context::at knows them again.
  void take_codes() {
    for (const auto& code : context_.options().codes) {
      const auto number = static_cast<std::uint32_t>(reading_.files.size());
      reading_.files.push_back({code.file, code.file});
      reading_.pieces.push_back(
          {code.text, Position::kPicture, Setting::kPlain, false, number, 0, 0});
    }
  }

  void take_facts() {
    for (const auto& use : program_.uses()) {
      if (use.usage != syntax::Usage::kTested && !use.file->vendored) {
        add_fact("api:" + use.name, use.file, use.span);
      }
    }
    for (const auto& use : program_.elements()) {
      if (!use.file->vendored) {
        add_fact("component:" + std::string(use.name), use.file, use.element->name_span);
      }
    }
    for (const auto& use : program_.open_types()) {
      add_fact("open_type:" + std::string(use.open_type->value), use.file, use.open_type->span);
    }
    for (const auto& file : program_.files()) {
      if (file->markup) take_hidden_links(*file);
    }
  }

  // Once for each name and file.
  void add_fact(std::string name, const SourceFile* file, syntax::Span span) {
    const auto number = file == nullptr ? 0 : number_of(*file);
    if (reading_.files.empty() || !seen_.emplace(name, number).second) return;
    reading_.facts.push_back({std::move(name), number, span.begin, span.end});
  }

  std::uint32_t number_of(const SourceFile& file) const {
    const auto found = std::ranges::lower_bound(program_.files(), file.path, {},
                                                [](const auto& row) { return row->path; });
    return static_cast<std::uint32_t>(found - program_.files().begin());
  }

  static bool hides(const syntax::wxml::Document& document, const syntax::wxml::Element& element) {
    std::string style;
    for (const char c : document.attribute(element, "style")) {
      if (c != ' ') style += c;
    }
    constexpr std::array<std::string_view, 6> kHiding = {
        "display:none", "visibility:hidden", "opacity:0;", "height:0;", "font-size:0", "left:-999"};
    return std::ranges::any_of(kHiding,
                               [&](auto part) { return style.find(part) != std::string::npos; });
  }

  // An element that nobody sees and that holds links.
  void take_hidden_links(const SourceFile& file) {
    const auto& document = file.markup->document;
    std::map<std::uint32_t, std::size_t> links;  // by hidden element
    std::vector<std::uint32_t> hidden_in(document.elements.size(), syntax::kNoElement);
    for (std::uint32_t i = 0; i < document.elements.size(); ++i) {
      const auto& element = document.elements[i];
      if (element.parent != syntax::kNoElement) hidden_in[i] = hidden_in[element.parent];
      if (hidden_in[i] == syntax::kNoElement && hides(document, element)) hidden_in[i] = i;
      const bool link =
          element.name == "a" || element.name == "navigator" || element.name == "web-view";
      if (hidden_in[i] != syntax::kNoElement && link) ++links[hidden_in[i]];
    }
    for (const auto& [element, count] : links) {
      if (count >= kHiddenLinksMin) {
        add_fact("state:hidden-links", &file, document.elements[element].name_span);
      }
    }
  }

  // What the developer tools write into a new project.
  static bool is_of_the_template(std::string_view text) {
    constexpr std::array<std::string_view, 5> kOwn = {"获取头像昵称", "查看启动日志",
                                                      "请使用1.10.3及以上版本基础库",
                                                      "请使用2.10.4及以上版本基础库", "昵称"};
    return std::ranges::find(kOwn, trim(text)) != kOwn.end();
  }

  // A program whose pages show parts of an interface, or that uses nearly everything the platform
  // has, shows those.
  bool is_showcase() const {
    if (demo_pages_.size() * 4 > context_.pages().size() * 3) return true;
    std::set<std::string_view> names;
    for (const auto& fact : reading_.facts) {
      if (fact.name.starts_with("api:")) names.insert(fact.name);
    }
    return names.size() >= kShowcaseInterfaces;
  }

  // What they lay down and nobody went on with.
  bool is_untouched_template() const {
    if (template_texts_ == 0 || written_ > kTemplateCharactersMax) return false;
    constexpr std::array<std::string_view, 6> kNames = {"index", "log",  "logs",
                                                        "home",  "main", "demo"};
    return std::ranges::all_of(context_.pages(), [&](const Page& page) {
      const auto last = page.path.substr(page.path.rfind('/') + 1);
      return std::ranges::find(kNames, last) != kNames.end();
    });
  }

  Context& context_;
  const Program& program_;
  std::set<std::string, std::less<>> demo_pages_;
  infer::Reading reading_;
  std::set<std::pair<std::string, std::uint32_t>> seen_;
  std::size_t written_ = 0;         // Han characters of the interface
  std::size_t template_texts_ = 0;  // pieces of it that the developer tools wrote
};

}  // namespace

infer::Reading reading_of(Context& context, const Program& program) {
  return Reader(context, program).take();
}

At place_of(const infer::Evidence& evidence, const Program& program) {
  if (evidence.file >= program.files().size()) return {};
  return program.files()[evidence.file]->at({evidence.begin, evidence.end});
}

}  // namespace baobei::check

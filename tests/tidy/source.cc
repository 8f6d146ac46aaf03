#include "source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace baobei::tidy {
namespace {

constexpr std::size_t kFileSizeMax = 4'000'000;
// schema.ts is made from the contract, which is looked at itself.
constexpr std::array kSkipped = {"schema.ts",    "build", ".git",  ".toolchain",
                                 "node_modules", "dist",  ".cache"};
constexpr std::array kBinaryEndings = {".png", ".jpg", ".gif", ".zip", ".tar",  ".gz",  ".woff2",
                                       ".db",  ".ico", ".ttf", ".bin", ".wasm", ".webp"};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// A quote inside 604'800 separates digits.
bool is_digit_separator(std::string_view text, std::size_t at) {
  if (at == 0 || at + 1 >= text.size() || !is_word(text[at - 1]) || !is_word(text[at + 1])) {
    return false;
  }
  std::size_t start = at;
  while (start > 0 && (is_word(text[start - 1]) || text[start - 1] == '\'')) --start;
  return std::isdigit(static_cast<unsigned char>(text[start])) != 0;
}

// Splits C++ text into its views, one token at a time.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text), code_(blank(text)), literals_(blank(text)) {}

  void run() {
    while (at_ < text_.size()) step();
  }
  std::string take_code() { return std::move(code_); }
  std::string take_literals() { return std::move(literals_); }

 private:
  static std::string blank(std::string_view text) {
    std::string out(text.size(), ' ');
    std::ranges::transform(text, out.begin(), [](char c) { return c == '\n' ? '\n' : ' '; });
    return out;
  }
  bool sees(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void step() {
    if (sees("//")) return skip_to("\n");
    if (sees("/*")) {
      at_ += 2;
      skip_to("*/");
      at_ = std::min(at_ + 2, text_.size());
      return;
    }
    if (text_[at_] == '#' && only_blanks_before_on_line()) return preprocessor();
    if (sees("R\"") && (at_ == 0 || !is_word(text_[at_ - 1]))) return raw_string();
    if (text_[at_] == '"') return quoted('"', true);
    if (text_[at_] == '\'' && !is_digit_separator(text_, at_)) return quoted('\'', false);
    code_[at_] = text_[at_];
    ++at_;
  }

  void skip_to(std::string_view end) { at_ = std::min(text_.find(end, at_), text_.size()); }

  bool only_blanks_before_on_line() const {
    for (std::size_t i = at_; i > 0 && text_[i - 1] != '\n'; --i) {
      if (text_[i - 1] != ' ' && text_[i - 1] != '\t') return false;
    }
    return true;
  }

  void preprocessor() {
    do {
      skip_to("\n");
      if (at_ >= text_.size() || text_[at_ - 1] != '\\') return;
      ++at_;
    } while (true);
  }

  void raw_string() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) return skip_to("\n");
    const std::string close = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
    const std::size_t end = std::min(text_.find(close, open), text_.size());
    for (std::size_t i = open + 1; i < end; ++i) literals_[i] = text_[i];
    code_[at_] = '"';
    at_ = std::min(end + close.size(), text_.size());
    code_[at_ - 1] = '"';
  }

  void quoted(char quote, bool keep) {
    code_[at_] = quote;
    for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n'; ++at_) {
      if (keep) literals_[at_] = text_[at_];
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
    }
    if (at_ < text_.size()) code_[at_] = text_[at_];
    ++at_;
  }

  std::string_view text_;
  std::string code_;
  std::string literals_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_cpp(std::string_view path) {
  return path.ends_with(".cc") || path.ends_with(".h");
}

bool is_under(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

SourceFile make_source(std::string path, std::string text) {
  SourceFile file{std::move(path), std::move(text), {}, {}};
  if (is_cpp(file.path)) {
    Lexer lexer(file.text);
    lexer.run();
    file.code = lexer.take_code();
    file.literals = lexer.take_literals();
  }
  return file;
}

std::vector<SourceFile> load_tree(const std::string& root) {
  namespace fs = std::filesystem;
  std::vector<SourceFile> files;
  for (auto it = fs::recursive_directory_iterator(root); it != fs::end(it); ++it) {
    const std::string name = it->path().filename().string();
    if (std::ranges::find(kSkipped, name) != kSkipped.end()) {
      if (it->is_directory()) it.disable_recursion_pending();
      continue;  // in a linked work tree .git is a file
    }
    if (name == ".git") continue;  // a file in a linked work tree
    const bool binary =
        std::ranges::any_of(kBinaryEndings, [&](const char* end) { return name.ends_with(end); });
    if (!it->is_regular_file() || binary || it->file_size() > kFileSizeMax) continue;
    std::ifstream in(it->path(), std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (text.find('\0') != std::string::npos) continue;
    files.push_back(make_source(fs::relative(it->path(), root).generic_string(), std::move(text)));
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

std::size_t line_of(const SourceFile& file, std::size_t offset) {
  const auto end = file.text.begin() + static_cast<std::ptrdiff_t>(offset);
  return 1 + static_cast<std::size_t>(std::count(file.text.begin(), end, '\n'));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string to_string(const Faults& faults) {
  std::string all;
  for (const auto& fault : faults) {
    all += fault.path + ":" + std::to_string(fault.line) + ": " + fault.what + "\n";
  }
  return all;
}

const SourceFile* find_source(const std::vector<SourceFile>& files, std::string_view path) {
  const auto found = std::ranges::find(files, path, &SourceFile::path);
  return found == files.end() ? nullptr : &*found;
}

}  // namespace baobei::tidy

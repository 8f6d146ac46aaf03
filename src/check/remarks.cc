#include "check/remarks.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "check/program.h"
#include "check/secrets.h"

namespace baobei::check {
namespace {

constexpr std::string_view kWord = "baobei-ignore";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kRuleBytesMax = 100;
constexpr std::size_t kReasonCharactersMax = 200;

// "baobei-ignore RULE until DATE: REASON" without the comment's own marks; nothing for other ones.
std::optional<std::string_view> body_of(std::string_view comment) {
  const auto begin = comment.find_first_not_of("/*!<- \t\r\n");
  if (begin == comment.npos) return std::nullopt;
  auto body = comment.substr(begin);
  if (!body.starts_with(kWord)) return std::nullopt;
  body.remove_prefix(kWord.size());
  if (!body.empty() && kBlanks.find(body.front()) == kBlanks.npos) return std::nullopt;
  for (const std::string_view end : {"*/", "-->"}) {
    if (body.ends_with(end)) body.remove_suffix(end.size());
  }
  return trim(body);
}

std::string_view take_word(std::string_view& rest) {
  rest = trim(rest);
  const auto word = rest.substr(0, rest.find_first_of(kBlanks));
  rest.remove_prefix(word.size());
  return word;
}

// Takes "until 2027-03-01" from the front; what is left begins with the reason or its colon.
std::string take_until(std::string_view& rest) {
  auto after = rest;
  if (take_word(after) != "until") return {};
  after = trim(after);
  const auto day = after.substr(0, 10);
  if (!is_date(day)) return {};
  rest = trim(after.substr(day.size()));
  return std::string(day);
}

std::string reason_of(std::string_view rest) {
  rest = trim(rest);
  for (const std::string_view colon : {":", "："}) {
    if (rest.starts_with(colon)) rest.remove_prefix(colon.size());
  }
  return std::string(trim(rest));
}

std::string shown(std::string_view text, std::size_t characters, const Digest& key) {
  const auto clean = printable(without_secrets(text, key));
  const auto cut = utf8_prefix(clean, characters);
  return std::string(cut) + (cut.size() < clean.size() ? "…" : "");
}

struct Placed {
  Remark remark;
  At at;
};

class RemarkReader {
 public:
  explicit RemarkReader(Context& context) : context_(context) {}

  void take_comments() {
    for (const auto& file : context_.program().files()) {
      for (const auto& piece : file->pieces) {
        if (piece.role == syntax::Role::kComment) take_comment(*file, piece.text, piece.span);
      }
      if (file->json == nullptr || !file->json->document) continue;
      const std::string_view text = file->json->text;
      for (const auto& remark : file->json->document->remarks) {
        if (remark.kind != jsonc::RemarkKind::kComment) continue;
        const auto& [begin, end] = remark.span;
        take_comment(*file, text.substr(begin, end - begin),
                     {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
      }
    }
    extend();
  }

  void take_settings(const Settings& settings, const std::string& path) {
    for (const auto& fault : settings.faults) {
      out_.faults.push_back({fault.message, place(path, fault.at)});
    }
    if (!settings.usable()) return;
    for (const auto& off : settings.off) {
      Remark remark;
      remark.by = "settings";
      remark.rule = off.rule;
      remark.reason = off.reason;
      remark.until = off.until;
      remark.covers = off.files;
      add(std::move(remark), place(path, off.at));
    }
  }

  Remarks take() {
    std::ranges::stable_sort(placed_, {}, [](const Placed& row) {
      return std::tie(row.remark.file, row.remark.line, row.remark.column);
    });
    for (auto& row : placed_) judge(row);
    return std::move(out_);
  }

 private:
  static At place(const std::string& path, syntax::Position position) {
    At at;
    at.file = path;
    at.begin = at.end = position;
    return at;
  }

  void take_comment(const SourceFile& file, std::string_view comment, syntax::Span span) {
    const auto body = body_of(comment);
    if (!body) return;
    const auto at = file.at(span);
    auto rest = *body;
    Remark remark;
    remark.by = "comment";
    remark.rule = take_word(rest);
    remark.until = take_until(rest);
    remark.reason = reason_of(rest);
    remark.covers = at.file;
    remark.covers_from = at.begin->line;
    remark.covers_to = at.end->line + 1;
    add(std::move(remark), at);
  }

  void add(Remark remark, const At& at) {
    if (placed_.size() >= kRemarksMax) return;
    const auto& key = context_.digest();
    remark.rule = shown(remark.rule, kRuleBytesMax, key);
    remark.reason = shown(remark.reason, kReasonCharactersMax, key);
    remark.file = at.file;
    remark.line = at.begin->line;
    remark.column = at.begin->column;
    placed_.push_back({std::move(remark), at});
  }

  // Those right below one another cover the line below the last of them.
  void extend() {
    for (auto i = placed_.size(); i-- > 1;) {
      auto& upper = placed_[i - 1].remark;
      const auto& lower = placed_[i].remark;
      if (upper.file == lower.file && upper.covers_to == lower.line) {
        upper.covers_to = lower.covers_to;
      }
    }
  }

  void judge(Placed& row) {
    const auto& remark = row.remark;
    Text lacks;
    const auto lack = [&](const char* zh, const char* en) {
      lacks.zh += (lacks.zh.empty() ? "" : "、") + std::string(zh);
      lacks.en += (lacks.en.empty() ? "" : ", ") + std::string(en);
    };
    if (!is_rule(context_, remark.rule)) lack("没有这样的规则", "there is no such rule");
    if (remark.until.empty()) lack("没有截止日期", "no end date");
    if (remark.reason.empty()) lack("没有理由", "no reason");
    if (!lacks.zh.empty()) {
      out_.incomplete.push_back({about("忽略", "ignoring ", remark.rule, "不生效：" + lacks.zh,
                                       " has no effect: " + lacks.en),
                                 row.at});
    } else if (!context_.options().today.empty() && remark.until < context_.options().today) {
      out_.ended.push_back(out_.all.size());
      out_.ended_at.push_back(row.at);
    }
    out_.all.push_back(std::move(row.remark));
  }

  Context& context_;
  std::vector<Placed> placed_;
  Remarks out_;
};

}  // namespace

bool is_rule(const Context& context, std::string_view id) {
  static constexpr std::string_view kContent = "content/";
  if (!id.starts_with(kContent)) return find_rule(id) != nullptr;
  const auto& packs = context.knowledge().data.packs;
  return std::ranges::find(packs, id.substr(kContent.size()), &knowledge::Pack::id) != packs.end();
}

namespace {

// Where the pack has it; "" where it has none.
std::string settings_path(Context& context) {
  for (const auto& path : {std::string(kSettingsFile), context.pack_path(kSettingsFile)}) {
    const auto found = std::ranges::lower_bound(context.files(), path, {}, &package::File::path);
    if (found != context.files().end() && found->path == path) return path;
  }
  return "";
}

}  // namespace

std::optional<std::string> settings_text(Context& context) {
  if (context.options().settings) return context.options().settings;
  const auto path = settings_path(context);
  const auto found = std::ranges::lower_bound(context.files(), path, {}, &package::File::path);
  if (path.empty() || found == context.files().end()) return std::nullopt;
  // Too large to be read is too large to be right: read_settings says so.
  if (found->size > kSettingsBytesMax) return std::string(kSettingsBytesMax + 1, ' ');
  auto bytes = context.read(*found);
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

Remarks read_remarks(Context& context) {
  RemarkReader reader(context);
  reader.take_comments();
  if (const auto text = settings_text(context)) {
    const auto path = context.options().settings ? "" : settings_path(context);
    reader.take_settings(read_settings(*text), path.empty() ? std::string(kSettingsFile) : path);
  }
  return reader.take();
}

}  // namespace baobei::check

// The loader's faults in Chinese, phrase by phrase: names and values stay as they are.
#include <array>
#include <utility>

#include "catalogue/edition.h"

namespace baobei::catalogue {
namespace {

using Phrase = std::pair<std::string_view, std::string_view>;

// Longer ones before those that they hold.
constexpr std::array kPhrases = std::to_array<Phrase>({
    {"the English text is missing", "缺少英文"},
    {"the Chinese text is missing", "缺少中文"},
    {"the en text is missing", "缺少英文"},
    {"the zh text is missing", "缺少中文"},
    {"the English text is not translated", "英文未翻译"},
    {"the file is missing", "缺少这个文件"},
    {"the point 'unspecified' is missing (R13a)", "缺少整改项 'unspecified'（R13a）"},
    {" is missing", " 缺失"},
    {"the catalogue has no file of this name", "类目目录没有这个名称的文件"},
    {"there is no file of categories", "没有任何类目文件"},
    {"there is no category ", "没有类目 "},
    {" is not a key known here", " 不是这里已知的键"},
    {" is not a language known here", " 不是已知的语言"},
    {" is not a slug (a-z, 0-9, '-', '_')", " 不是合法的标识（a-z、0-9、'-'、'_'）"},
    {" is not in [conditions] of documents.toml", " 不在 documents.toml 的 [conditions] 中"},
    {" is not in documents.toml", " 不在 documents.toml 中"},
    {" is not in rules.toml", " 不在 rules.toml 中"},
    {" is not in filing_kinds.toml", " 不在 filing_kinds.toml 中"},
    {" is not in catalogue.toml", " 不在 catalogue.toml 中"},
    {" is not a filing category", " 不是报备类目"},
    {"this is not a filing category itself", "本类目自身不是报备类目"},
    {"one is not among subjects", "其中有一项不在 subjects 中"},
    {" is no kind of subject", " 不是主体类型"},
    {"a kind of subject stands there twice", "同一主体类型出现两次"},
    {" stands there twice", " 出现两次"},
    {" is none of: ", " 不在以下取值之中："},
    {" is no whole number in range", " 不是范围内的整数"},
    {"it is out of range", "超出范围"},
    {"it is empty", "为空"},
    {"it names nobody", "没有写明对象"},
    {"it names no document", "没有写明任何文件"},
    {"it names no source", "没有写明来源"},
    {"it names no use", "没有写明用途"},
    {"it names itself", "指向了自己"},
    {"neither a category nor to_words", "既没有类目也没有 to_words"},
    {"a leaf has both 'third' and 'parent', another row neither",
     "三级类目须同时有 third 与 parent，其余两者都不能有"},
    {"a table is expected", "应为表"},
    {"a string is expected", "应为字符串"},
    {"a whole number is expected", "应为整数"},
    {"an array is expected", "应为数组"},
    {" is expected", "（应为此形式）"},
    {"the source ", "来源 "},
    {"the kind ", "种类 "},
    {"the region ", "属地 "},
    {"the reason ", "理由 "},
    {"the rule ", "规则 "},
    {"more than ", "超过 "},
    {" bytes", " 字节"},
});

}  // namespace

std::string fault_in_chinese(std::string_view english) {
  std::string text(english);
  for (const auto& [phrase, words] : kPhrases) {
    for (auto at = text.find(phrase); at != std::string::npos; at = text.find(phrase, at)) {
      text.replace(at, phrase.size(), words);
      at += words.size();
    }
  }
  return text;
}

}  // namespace baobei::catalogue

// categories, regions, reasons: what the rules are applied to.

#include <algorithm>

#include "base/json.h"
#include "cli/binder.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

struct CatalogueOptions {
  std::string search;
  std::string kind;
  std::string use;
  bool filing = false;
};

std::string in_language(const Terminal& out, const View& text) {
  return text[out.language() == Language::kZh ? "zh" : "en"].text();
}

std::string name_of(const Terminal& out, const View& category) {
  return category[out.language() == Language::kZh ? "name_zh" : "name_en"].text();
}

// "《…》 + 《…》", one line per alternative (R2).
void show_documents(Terminal& out, const View& category) {
  const auto alternatives = category["any_of"].items();
  if (alternatives.empty()) return out.line("  " + out.say(Word::kNoDocument));
  out.line("  " + out.say(Word::kDocumentsOneOf));
  for (const auto& alternative : alternatives) {
    std::string all;
    for (const auto& document : alternative["all_of"].items()) {
      const auto name = document["document"];
      const auto text = name["zh"].is_there() ? in_language(out, name) : name.text();
      all += (all.empty() ? "" : " + ") + text;
    }
    out.line("    - " + all);
  }
}

int show_category(Session& session, const View& category) {
  auto& out = session.out();
  out.line(category["id"].text() + "  " + name_of(out, category), Tone::kStrong);
  out.line("  " + in_language(out, category["scope"]));
  if (category["filing_category"].flag()) out.line(Word::kIsFilingCategory, {}, Tone::kWarn);
  std::string kinds;
  for (const auto& kind : category["subjects"].texts()) {
    kinds += (kinds.empty() ? "" : ", ") + out.name("subject", kind);
  }
  out.facts({{out.say(Word::kFieldOpenTo), {kinds}}});
  show_documents(out, category);
  return kExitOk;
}

int run_categories(Session& session, const CatalogueOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto list =
      (*api)->get("/v1/categories" + query({{"q", options.search},
                                            {"subject_kind", options.kind},
                                            {"filing", options.filing ? "true" : ""}}));
  if (!list) return session.failed(list.error());
  const auto items = list->view()["items"].items();
  const bool exact = std::ranges::any_of(
      items, [&](const View& item) { return item["id"].text() == options.search; });
  if (exact) {
    const auto one = (*api)->get("/v1/categories/" + encoded(options.search));
    if (!one) return session.failed(one.error());
    if (session.options().json) return session.print_json(one->body);
    return show_category(session, one->view());
  }
  if (session.options().json) return session.print_json(list->body);
  return show_table(session, answer_table("listCategories"), list->view());
}

int run_regions(Session& session) {
  return run_table(session, answer_table("listRegions"), "/v1/regions");
}

int run_reasons(Session& session, const CatalogueOptions& options) {
  return run_table(session, answer_table("listReasons"),
                   "/v1/reasons" + query({{"use", options.use}}));
}

}  // namespace

void bind_catalogue(Binder& binder) {
  auto options = std::make_shared<CatalogueOptions>();
  auto categories = binder.command("categories", Word::kHelpCategories);
  auto below = categories.below();
  bind_applications(below);
  bind_application_documents(below);
  categories.may_take("SEARCH", options->search, Word::kHelpSearch)
      .flag("--filing", options->filing, Word::kHelpFilingOnly)
      .option("--kind", options->kind, Word::kHelpKind)
      .runs([options](Session& session) { return run_categories(session, *options); });
  binder.command("regions", Word::kHelpRegions).runs(run_regions);
  binder.command("reasons", Word::kHelpReasons)
      .one_of("--use", options->use, {"refusal", "order", "point", "application", "grant"},
              Word::kHelpUse)
      .runs([options](Session& session) { return run_reasons(session, *options); });
}

}  // namespace baobei::cli

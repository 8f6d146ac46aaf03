// The scan over all mini-programs: one case file after the other, in the order of their ids.
#include <algorithm>
#include <map>

#include "engine/applications.h"
#include "http/api_json.h"
#include "http/services.h"
#include "http/what_if.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

const engine::Viewer kEverything{{}, {}, {lifecycle::Role::kOperator}, {}};

// R2: is none of the documents among what the subject handed in for the category?
Result<bool> lacks_documents(Services& services, const lifecycle::SubjectId& subject,
                             const Effect& effect) {
  if (services.applications == nullptr) return true;
  TRY_ASSIGN(const auto newest,
             services.applications->newest(subject, effect.category->code.value_or("")));
  if (!newest) return true;
  TRY_ASSIGN(const auto documents, services.applications->documents(subject, newest->id));
  return std::ranges::none_of(*effect.documents, [&](const catalogue::Text& needed) {
    return std::ranges::any_of(documents, [&](const engine::DocumentRow& document) {
      return !document.title.empty() &&
             (needed.zh.contains(document.title) || needed.en.contains(document.title));
    });
  });
}

class Scan {
 public:
  Scan(Services& services, const engine::Page& page) : services_(services), page_(page) {}

  Status take(const engine::AppListItem& item, const lifecycle::App& app,
              std::vector<Effect> effects) {
    ++looked_at_;
    if (effects.empty()) return {};
    ++cases_;
    const bool served = app.current != 0 && !app.down && !app.suspended;
    served_ += served ? 1 : 0;
    std::map<WhatIfEffect, bool> of_case;
    for (const auto& effect : effects) of_case[effect.effect] = true;
    for (const auto& [effect, there] : of_case) ++by_effect_[effect];
    if (item.app <= page_.after) return {};
    if (items_.size() == page_.limit) {
      more_ = true;
      return {};
    }
    for (auto& effect : effects) {
      if (!effect.documents) continue;
      TRY_ASSIGN(effect.lacking, lacks_documents(services_, app.subject.id, effect));
    }
    json::object object{{"app", item.app},           {"app_name", item.name},
                        {"subject", app.subject.id}, {"subject_kind", wire_name(app.subject.kind)},
                        {"served", served},          {"effects", api_json(effects, {})}};
    items_.push_back(std::move(object));
    last_ = item.app;
    return {};
  }

  bool is_full() const { return looked_at_ >= kWhatIfLooksMax; }

  json::object answer(bool complete) && {
    json::object object;
    object.emplace("cases", std::min(cases_, kWhatIfCountMax));
    object.emplace("served", std::min(served_, kWhatIfCountMax));
    object.emplace("exact", complete && cases_ <= kWhatIfCountMax);
    object.emplace("looked_at", looked_at_);
    object.emplace("complete", complete);
    json::array effects;
    for (const auto& [effect, count] : by_effect_) {
      effects.push_back(
          json::object{{"effect", wire_name(effect)}, {"cases", std::min(count, kWhatIfCountMax)}});
    }
    object.emplace("effects", std::move(effects));
    object.emplace("items", std::move(items_));
    if (more_) object.emplace("next", last_);
    return object;
  }

 private:
  Services& services_;
  const engine::Page& page_;
  std::size_t looked_at_ = 0;
  std::size_t cases_ = 0;
  std::size_t served_ = 0;
  std::map<WhatIfEffect, std::size_t> by_effect_;
  json::array items_;
  std::string last_;
  bool more_ = false;
};

}  // namespace

Result<json::object> scan(
    Services& services, const engine::Page& page,
    const std::function<std::vector<Effect>(const lifecycle::App&)>& effects_of_app) {
  Scan found(services, page);
  engine::Page rows;
  rows.limit = engine::kPageMax;
  for (;;) {
    TRY_ASSIGN(const auto listed, services.reader.apps(kEverything, rows));
    for (const auto& item : listed.rows) {
      const auto stored = services.reader.app_for_delivery(item.app);
      if (!stored && stored.error().kind == ErrorKind::kNotFound) continue;
      if (!stored) return std::unexpected(stored.error());
      TRY_ASSIGN(const auto app, lifecycle::decode_app(stored->state));
      TRY(found.take(item, app, effects_of_app(app)));
    }
    const bool done = listed.next.empty();
    if (done || found.is_full()) return std::move(found).answer(done);
    rows.after = listed.next;
  }
}

}  // namespace baobei::http

// The twin of stored PersonalData: it takes away, through the other ports, what they let it. For
// tests. Threads: as the ports. Owner: whoever makes it; the ports outlive it.
#pragma once

#include <map>

#include "engine/personal_data.h"

namespace baobei::store {

class ReadPersonalData final : public engine::PersonalData {
 public:
  ReadPersonalData(engine::Reader& reader, engine::Directory& directory, engine::SignIns& sign_ins,
                   engine::Calendars& calendars)
      : reader_(reader), directory_(directory), sign_ins_(sign_ins), calendars_(calendars) {}

  Status erase(const engine::Erasure& erasure) override {
    TRY_ASSIGN(const auto kept, this->kept(erasure.person));
    const bool before = erased_.contains(erasure.person);
    if (kept.person.active || before) return fail(ErrorKind::kConflict, "not to be erased");
    TRY(take_away(kept, erasure));
    erased_[erasure.person] = erasure;
    return {};
  }
  Result<engine::KeptOfPerson> kept(const lifecycle::PersonId& person) override {
    engine::KeptOfPerson kept;
    TRY_ASSIGN(kept.person, directory_.person(person));
    TRY_ASSIGN(kept.owner, directory_.is_owner(kept.person.org, person));
    if (!erased_.contains(person)) {
      TRY_ASSIGN(kept.tokens, directory_.tokens(person));
      TRY_ASSIGN(kept.credentials, sign_ins_.credentials(person));
    }
    TRY_ASSIGN(kept.calendars, calendars_.of(person));
    return kept;
  }
  Result<engine::PersonActs> acts(const lifecycle::PersonId& person, std::uint64_t after) override {
    engine::PersonActs acts;
    TRY_ASSIGN(const auto log, reader_.log(after, engine::kActsWindow + 1));
    for (const auto& event : log) {
      const bool beyond = event.log_index > after + engine::kActsWindow;
      if (beyond) acts.next = after + engine::kActsWindow;
      if (beyond || event.row.actor != person) continue;
      acts.acts.push_back({event.log_index, event.app, event.row.type, event.row.at});
    }
    return acts;
  }
  Result<std::optional<engine::Erasure>> erased(const lifecycle::PersonId& person) override {
    const auto found = erased_.find(person);
    if (found == erased_.end()) return std::nullopt;
    return found->second;
  }

 private:
  Status take_away(const engine::KeptOfPerson& kept, const engine::Erasure& erasure) {
    const auto& person = kept.person;
    const engine::Act act{erasure.by, erasure.at};
    TRY(directory_.put_person({person.id, person.org, "", "", {}, "", false}, act));
    for (const auto& token : kept.tokens) TRY(directory_.revoke_token(person.id, token.id()));
    for (const auto& calendar : kept.calendars) TRY(calendars_.remove(person.id, calendar.id));
    TRY(sign_ins_.put_factor(person.id, ""));
    TRY(sign_ins_.put_password(person.id, "", erasure.at, {}));
    return directory_.put_owner(person.org, person.id, false, act);
  }

  engine::Reader& reader_;
  engine::Directory& directory_;
  engine::SignIns& sign_ins_;
  engine::Calendars& calendars_;
  std::map<lifecycle::PersonId, engine::Erasure> erased_;
};

}  // namespace baobei::store

#include "store/memory_sign_ins.h"

#include <algorithm>

namespace baobei::store {

bool MemorySignIns::is_session(const Digest& token_hash) const {
  const auto found = db_.issued.find(token_hash);
  return found != db_.issued.end() && found->second.session;
}

void MemorySignIns::set_password(const lifecycle::PersonId& person, const std::string& hash,
                                 Instant at, const std::optional<Digest>& keep) {
  auto& row = credentials_[person];
  row.password_hash = hash;
  row.password_at = at;
  for (auto& [token_hash, token] : db_.tokens) {
    const bool theirs = token.person == person && is_session(token_hash);
    if (theirs && token_hash != keep) token.revoked = true;
  }
}

void MemorySignIns::set_factor(const lifecycle::PersonId& person, const std::string& sealed) {
  auto& row = credentials_[person];
  row.factor = sealed;
  row.factor_confirmed = false;
  row.factor_step = 0;
  std::erase_if(codes_, [&](const auto& each) { return each.first == person; });
}

Status MemorySignIns::put_password(const lifecycle::PersonId& person, const std::string& hash,
                                   Instant at, const std::optional<Digest>& keep) {
  const std::lock_guard lock(db_.mutex);
  set_password(person, hash, at, keep);
  return {};
}

Status MemorySignIns::put_factor(const lifecycle::PersonId& person, const std::string& sealed) {
  const std::lock_guard lock(db_.mutex);
  set_factor(person, sealed);
  return {};
}

Status MemorySignIns::confirm_factor(const lifecycle::PersonId& person, std::int64_t step,
                                     const std::vector<Digest>& recovery) {
  const std::lock_guard lock(db_.mutex);
  auto& row = credentials_[person];
  if (row.factor.empty() || row.factor_confirmed) {
    return fail(ErrorKind::kConflict, "no factor waits to be confirmed");
  }
  row.factor_confirmed = true;
  row.factor_step = step;
  for (const auto& code : recovery) codes_.emplace(person, code);
  return {};
}

Status MemorySignIns::spend_step(const lifecycle::PersonId& person, std::int64_t step) {
  const std::lock_guard lock(db_.mutex);
  const auto found = credentials_.find(person);
  if (found == credentials_.end() || found->second.factor_step >= step) {
    return fail(ErrorKind::kConflict, "the code was used before");
  }
  found->second.factor_step = step;
  return {};
}

Status MemorySignIns::spend_recovery(const lifecycle::PersonId& person, const Digest& code) {
  const std::lock_guard lock(db_.mutex);
  if (codes_.erase({person, code}) == 1) return {};
  return fail(ErrorKind::kNotFound, "no such recovery code");
}

Status MemorySignIns::open_session(const engine::IssuedToken& session) {
  const std::lock_guard lock(db_.mutex);
  const auto& token = session.token;
  std::vector<std::pair<Instant, Digest>> live;
  for (const auto& [hash, row] : db_.tokens) {
    const bool theirs = row.person == token.person && is_session(hash);
    const bool over = row.revoked || (row.expires && *row.expires <= session.issued_at);
    if (theirs && !over) live.emplace_back(db_.issued.at(hash).issued_at, hash);
  }
  std::ranges::sort(live);
  for (std::size_t i = 0; i + engine::kSessionsOfPersonMax <= live.size(); ++i) {
    db_.tokens[live[i].second].revoked = true;
  }
  db_.tokens[token.token_hash] = token;
  db_.issued[token.token_hash] = session;
  return {};
}

Status MemorySignIns::end_session(const Digest& token_hash) {
  const std::lock_guard lock(db_.mutex);
  if (is_session(token_hash)) db_.tokens[token_hash].revoked = true;
  return {};
}

Status MemorySignIns::invite(const engine::InvitationRow& invitation) {
  const std::lock_guard lock(db_.mutex);
  std::erase_if(invitations_, [&](const auto& each) {
    return each.second.person == invitation.person && !each.second.used_at;
  });
  invitations_[invitation.secret_hash] = invitation;
  return {};
}

const engine::InvitationRow* MemorySignIns::open_invitation(const Digest& secret_hash,
                                                            Instant now) const {
  const auto found = invitations_.find(secret_hash);
  if (found == invitations_.end()) return nullptr;
  const auto& row = found->second;
  return row.used_at || row.expires_at <= now ? nullptr : &row;
}

Result<lifecycle::PersonId> MemorySignIns::redeem(const Digest& secret_hash,
                                                  const std::string& hash, Instant at) {
  const std::lock_guard lock(db_.mutex);
  const auto* row = open_invitation(secret_hash, at);
  if (row == nullptr) return fail(ErrorKind::kNotFound, "no such invitation");
  invitations_[secret_hash].used_at = at;
  set_password(row->person, hash, at, {});
  if (row->resets_factor) set_factor(row->person, "");
  return row->person;
}

Result<engine::Credentials> MemorySignIns::credentials(const lifecycle::PersonId& person) {
  const std::lock_guard lock(db_.mutex);
  const auto found = credentials_.find(person);
  auto row = found == credentials_.end() ? engine::Credentials{} : found->second;
  row.person = person;
  row.recovery_left = static_cast<std::size_t>(
      std::ranges::count_if(codes_, [&](const auto& each) { return each.first == person; }));
  return row;
}

Result<engine::InvitationRow> MemorySignIns::invitation(const Digest& secret_hash, Instant now) {
  const std::lock_guard lock(db_.mutex);
  if (const auto* row = open_invitation(secret_hash, now)) return *row;
  return fail(ErrorKind::kNotFound, "no such invitation");
}

}  // namespace baobei::store

#include "store/memory_directory.h"

#include <algorithm>

#include "store/cursor.h"

namespace baobei::store {
namespace {

using engine::ProposalState;

// The rows of a map in its order, after `after`, that are wanted.
template <typename Row, typename Map, typename Key, typename Wanted, typename Cursor>
engine::Listed<Row> page_of(const Map& rows, const Key& after, const engine::Page& page,
                            Wanted wanted, Cursor cursor) {
  engine::Listed<Row> list;
  for (auto row = rows.upper_bound(after); row != rows.end(); ++row) {
    if (!wanted(row->second)) continue;
    if (list.rows.size() == rows_of(page)) {
      list.next = cursor(list.rows.back());
      break;
    }
    list.rows.push_back(row->second);
  }
  return list;
}

template <typename Map, typename Key>
auto found_in(const Map& rows, const Key& key, const char* what)
    -> Result<typename Map::mapped_type> {
  const auto found = rows.find(key);
  if (found == rows.end()) return fail(ErrorKind::kNotFound, what);
  return found->second;
}

}  // namespace

Status MemoryDirectory::put_owner(const lifecycle::OrgId& org, const lifecycle::PersonId& person,
                                  bool owner, const engine::Act&) {
  const std::lock_guard lock(db_.mutex);
  if (!owner) {
    owners_.erase({org, person});
    return {};
  }
  const auto others = std::ranges::count_if(
      owners_, [&](const auto& each) { return each.first == org && each.second != person; });
  if (others >= static_cast<std::ptrdiff_t>(engine::kOwnersMax)) {
    return fail(ErrorKind::kConflict, "an organisation has at most 50 owners", org);
  }
  owners_.emplace(org, person);
  return {};
}

Result<std::uint64_t> MemoryDirectory::propose(const engine::ProposalRow& proposal) {
  const std::lock_guard lock(db_.mutex);
  const bool open = std::ranges::any_of(proposals_, [&](const auto& each) {
    return each.second.state == ProposalState::kProposed &&
           each.second.person.id == proposal.person.id;
  });
  if (open) return fail(ErrorKind::kConflict, "a proposal for this person is open");
  auto row = proposal;
  row.id = proposals_.size() + 1;
  proposals_.emplace(row.id, row);
  return row.id;
}

Status MemoryDirectory::decide_proposal(std::uint64_t id, ProposalState state,
                                        const lifecycle::PersonId& by, Instant at) {
  engine::PersonRow person;
  {
    const std::lock_guard lock(db_.mutex);
    const auto found = proposals_.find(id);
    if (found == proposals_.end()) return fail(ErrorKind::kNotFound, "no such proposal");
    auto& row = found->second;
    if (row.state != ProposalState::kProposed) {
      return fail(ErrorKind::kConflict, "the proposal was decided before");
    }
    row.state = state;
    row.decided_by = by;
    row.decided_at = at;
    person = row.person;
  }
  return state == ProposalState::kConfirmed ? store_.put_person(person) : Status();
}

Status MemoryDirectory::issue_token(const engine::IssuedToken& issued) {
  const std::lock_guard lock(db_.mutex);
  const auto& token = issued.token;
  const auto live = std::ranges::count_if(db_.tokens, [&](const auto& each) {
    const auto& row = each.second;
    const auto detail = db_.issued.find(each.first);
    const bool session = detail != db_.issued.end() && detail->second.session;
    return row.person == token.person && !row.revoked && !session &&
           (!row.expires || *row.expires > issued.issued_at);
  });
  if (live >= static_cast<std::ptrdiff_t>(engine::kTokensOfPersonMax)) {
    return fail(ErrorKind::kConflict, "a person has at most 50 tokens", token.person);
  }
  db_.tokens[token.token_hash] = token;
  db_.issued[token.token_hash] = issued;
  return {};
}

Status MemoryDirectory::revoke_token(const lifecycle::PersonId& person, const std::string& id) {
  const std::lock_guard lock(db_.mutex);
  for (auto& [hash, token] : db_.tokens) {
    if (token.person != person || to_hex(hash).substr(0, 16) != id) continue;
    token.revoked = true;
    return {};
  }
  return fail(ErrorKind::kNotFound, "no such token");
}

Result<engine::Listed<engine::OrgRow>> MemoryDirectory::orgs(const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_app_cursor(page.after));
  const std::lock_guard lock(db_.mutex);
  return page_of<engine::OrgRow>(
      db_.orgs, after, page, [](const engine::OrgRow&) { return true; },
      [](const engine::OrgRow& row) { return write_cursor(row.id); });
}

Result<engine::OrgRow> MemoryDirectory::org(const lifecycle::OrgId& id) {
  const std::lock_guard lock(db_.mutex);
  return found_in(db_.orgs, id, "no such organisation");
}

Result<engine::Listed<engine::PersonRow>> MemoryDirectory::people(const lifecycle::OrgId& org,
                                                                  const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_app_cursor(page.after));
  const std::lock_guard lock(db_.mutex);
  return page_of<engine::PersonRow>(
      db_.people, after, page, [&](const engine::PersonRow& row) { return row.org == org; },
      [](const engine::PersonRow& row) { return write_cursor(row.id); });
}

Result<engine::PersonRow> MemoryDirectory::person(const lifecycle::PersonId& id) {
  const std::lock_guard lock(db_.mutex);
  return found_in(db_.people, id, "no such person");
}

Result<engine::Listed<engine::SubjectRow>> MemoryDirectory::subjects(const engine::Viewer& viewer,
                                                                     const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_app_cursor(page.after));
  const std::lock_guard lock(db_.mutex);
  const bool all = viewer.oversees();
  return page_of<engine::SubjectRow>(
      db_.subjects, after, page,
      [&](const engine::SubjectRow& row) { return all || row.org == viewer.org; },
      [](const engine::SubjectRow& row) { return write_cursor(row.subject.id); });
}

Result<engine::Listed<engine::ProposalRow>> MemoryDirectory::proposals(ProposalState state,
                                                                       const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_number_cursor(page.after, 0));
  const std::lock_guard lock(db_.mutex);
  return page_of<engine::ProposalRow>(
      proposals_, after, page, [&](const engine::ProposalRow& row) { return row.state == state; },
      [](const engine::ProposalRow& row) { return write_cursor(row.id); });
}

Result<engine::ProposalRow> MemoryDirectory::proposal(std::uint64_t id) {
  const std::lock_guard lock(db_.mutex);
  return found_in(proposals_, id, "no such proposal");
}

Result<std::vector<engine::IssuedToken>> MemoryDirectory::tokens(
    const lifecycle::PersonId& person) {
  const std::lock_guard lock(db_.mutex);
  std::vector<engine::IssuedToken> rows;
  for (const auto& [hash, token] : db_.tokens) {
    if (token.person != person) continue;
    const auto issued = db_.issued.find(hash);
    auto& row = rows.emplace_back();
    if (issued != db_.issued.end()) row = issued->second;
    row.token = token;
  }
  return rows;
}

Result<bool> MemoryDirectory::is_owner(const lifecycle::OrgId& org,
                                       const lifecycle::PersonId& person) {
  const std::lock_guard lock(db_.mutex);
  return owners_.contains({org, person});
}

}  // namespace baobei::store

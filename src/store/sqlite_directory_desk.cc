#include "store/sqlite_directory_desk.h"

#include "base/json.h"
#include "store/cursor.h"
#include "store/reader_pool.h"
#include "store/sqlite_commit.h"
#include "store/sqlite_directory_steps.h"

namespace baobei::store {
namespace {

using engine::ProposalState;

constexpr std::size_t kProposalBytesMax = std::size_t{64} << 10;

constexpr char kTakeProposal[] =
    "UPDATE counter SET value = value + 1 WHERE name = 'proposal' RETURNING value";
constexpr char kPutOwner[] =
    "INSERT INTO owner (org, person) VALUES (?1, ?2) ON CONFLICT (org, person) DO NOTHING";
constexpr char kDropOwner[] = "DELETE FROM owner WHERE org = ?1 AND person = ?2";
constexpr char kCountOwners[] = "SELECT count(*) FROM owner WHERE org = ?1";
constexpr char kIsOwner[] = "SELECT EXISTS (SELECT 1 FROM owner WHERE org = ?1 AND person = ?2)";
constexpr char kInsertProposal[] =
    "INSERT INTO proposal (id, state, person, body, proposed_by, proposed_at, decided_by) "
    "VALUES (?1, 'proposed', ?2, ?3, ?4, ?5, '')";
constexpr char kDecideProposal[] =
    "UPDATE proposal SET state = ?2, decided_by = ?3, decided_at = ?4 "
    "WHERE id = ?1 AND state = 'proposed'";
constexpr char kReadProposal[] =
    "SELECT id, state, body, proposed_by, proposed_at, decided_by, decided_at FROM proposal "
    "WHERE id = ?1";
constexpr char kProposals[] =
    "SELECT id, state, body, proposed_by, proposed_at, decided_by, decided_at FROM proposal "
    "WHERE state = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
constexpr char kInsertToken[] =
    "INSERT INTO token (token_hash, person, label, expires, revoked) VALUES (?1, ?2, ?3, ?4, 0)";
constexpr char kInsertDetail[] =
    "INSERT INTO token_detail (token_hash, roles, read_only, issued_by, issued_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5)";
constexpr char kLiveTokens[] =
    "SELECT count(*) FROM token t LEFT JOIN token_detail d ON d.token_hash = t.token_hash "
    "WHERE t.person = ?1 AND t.revoked = 0 AND coalesce(d.session, 0) = 0 "
    "AND (t.expires IS NULL OR t.expires > ?2)";
constexpr char kRevokeToken[] =
    "UPDATE token SET revoked = 1 WHERE person = ?1 AND token_hash BETWEEN ?2 AND ?3";
constexpr char kTokens[] =
    "SELECT t.token_hash, t.person, t.label, t.expires, t.revoked, coalesce(d.roles, ''), "
    "coalesce(d.read_only, 0), coalesce(d.issued_by, ''), coalesce(d.issued_at, 0), "
    "coalesce(d.session, 0) FROM token t "
    "LEFT JOIN token_detail d ON d.token_hash = t.token_hash WHERE t.person = ?1 "
    "ORDER BY t.token_hash LIMIT ?2";
constexpr char kReadOrg[] = "SELECT id, kind, name, region FROM org WHERE id = ?1";
constexpr char kOrgs[] =
    "SELECT id, kind, name, region FROM org WHERE id > ?1 ORDER BY id LIMIT ?2";
constexpr char kReadPerson[] =
    "SELECT id, org, unit, name, roles, region, active FROM person WHERE id = ?1";
constexpr char kPeople[] =
    "SELECT id, org, unit, name, roles, region, active FROM person WHERE org = ?1 AND id > ?2 "
    "ORDER BY id LIMIT ?3";
constexpr char kSubjects[] =
    "SELECT id, kind, region, org, name, credit_code FROM subject WHERE id > ?1 "
    "ORDER BY id LIMIT ?2";
constexpr char kSubjectsOfOrg[] =
    "SELECT id, kind, region, org, name, credit_code FROM subject WHERE org = ?1 AND id > ?2 "
    "ORDER BY id LIMIT ?3";

constexpr std::size_t kTokensListedMax = 500;

Status read_person(Query& query, engine::PersonRow& person) {
  std::string roles;
  query.columns(person.id, person.org, person.unit, person.name, roles, person.region,
                person.active);
  if (roles_from_words(roles, person.roles)) return {};
  return fail(ErrorKind::kCorrupt, "unknown roles '" + roles + "'", person.id);
}

std::string person_json(const engine::PersonRow& person) {
  return json::serialize(json::object{{"id", person.id},
                                      {"org", person.org},
                                      {"unit", person.unit},
                                      {"name", person.name},
                                      {"roles", words_of(person.roles)},
                                      {"region", person.region},
                                      {"active", person.active}});
}

Result<engine::PersonRow> person_from(const std::string& body) {
  TRY_ASSIGN(const auto parsed, parse_json(body, kProposalBytesMax));
  const auto& object = parsed.as_object();
  const auto text = [&](const char* name) { return std::string(object.at(name).as_string()); };
  engine::PersonRow person{text("id"),
                           text("org"),
                           text("unit"),
                           text("name"),
                           {},
                           text("region"),
                           object.at("active").as_bool()};
  if (roles_from_words(text("roles"), person.roles)) return person;
  return fail(ErrorKind::kCorrupt, "a proposal with unknown roles", person.id);
}

Status read_proposal(Query& query, engine::ProposalRow& row) {
  std::string state;
  std::string body;
  query.columns(row.id, state, body, row.proposed_by, row.proposed_at, row.decided_by,
                row.decided_at);
  const auto known = enum_from_wire<ProposalState>(state);
  if (!known) return fail(ErrorKind::kCorrupt, "not a state of a proposal: '" + state + "'");
  row.state = *known;
  TRY_ASSIGN(row.person, person_from(body));
  return {};
}

void read_subject(Query& query, engine::SubjectRow& row) {
  query.columns(row.subject.id, row.subject.kind, row.subject.region, row.org, row.name,
                row.credit_code);
}

// The page that the rows make; one more than it holds was asked for.
template <typename Row, typename Cursor>
engine::Listed<Row> page_from(std::vector<Row> rows, const engine::Page& page, Cursor cursor) {
  engine::Listed<Row> list;
  const bool more = rows.size() > rows_of(page);
  if (more) rows.pop_back();
  if (more) list.next = cursor(rows.back());
  list.rows = std::move(rows);
  return list;
}

Result<std::size_t> count_of(Query& query) {
  std::size_t count = 0;
  if (query.next()) query.columns(count);
  TRY(query.status());
  return count;
}

// The hashes that begin with these 16 digits.
std::optional<std::pair<Digest, Digest>> range_of(const std::string& id) {
  constexpr std::size_t kIdDigits = 16;
  if (id.size() != kIdDigits) return std::nullopt;
  const auto first = digest_from_hex(id + std::string(64 - kIdDigits, '0'));
  const auto last = digest_from_hex(id + std::string(64 - kIdDigits, 'f'));
  if (!first || !last) return std::nullopt;
  return std::pair(*first, *last);
}

}  // namespace

Status SqliteDirectory::put_org(const engine::OrgRow& org, const engine::Act& act) {
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  TRY(add_org_step(db_, org, act));
  TRY(put_org_row(db_, org));
  return transaction.commit();
}

Status SqliteDirectory::put_person(const engine::PersonRow& person, const engine::Act& act) {
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  TRY(add_person_step(db_, person, act));
  TRY(put_person_row(db_, person));
  return transaction.commit();
}

Status SqliteDirectory::put_subject(const engine::SubjectRow& subject, const engine::Act& act) {
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  TRY(add_subject_step(db_, subject, act));
  TRY(put_subject_row(db_, subject));
  return transaction.commit();
}

Status SqliteDirectory::put_owner(const lifecycle::OrgId& org, const lifecycle::PersonId& person,
                                  bool owner, const engine::Act& act) {
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  TRY(execute(db_, owner ? kPutOwner : kDropOwner, org, person));
  if (db_.changes() > 0) TRY(add_owner_step(db_, org, person, owner, act));
  if (owner) {
    Query query(db_, kCountOwners, org);
    TRY_ASSIGN(const auto owners, count_of(query));
    if (owners > engine::kOwnersMax) {
      return fail(ErrorKind::kConflict, "an organisation has at most 50 owners", org);
    }
  }
  return transaction.commit();
}

Result<std::uint64_t> SqliteDirectory::propose(const engine::ProposalRow& proposal) {
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  std::uint64_t id = 0;
  {
    Query query(db_, kTakeProposal);
    while (query.next()) query.columns(id);
    TRY(query.status());
  }
  TRY(execute(db_, kInsertProposal, id, proposal.person.id, person_json(proposal.person),
              proposal.proposed_by, proposal.proposed_at));
  TRY(transaction.commit());
  return id;
}

Status SqliteDirectory::decide_proposal(std::uint64_t id, ProposalState state,
                                        const lifecycle::PersonId& by, Instant at) {
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  engine::ProposalRow row;
  {
    Query query(db_, kReadProposal, id);
    const bool found = query.next();
    if (found) TRY(read_proposal(query, row));
    TRY(query.status());
    if (!found) return fail(ErrorKind::kNotFound, "no such proposal");
  }
  TRY(execute(db_, kDecideProposal, id, wire_name(state), by, at));
  if (db_.changes() != 1) return fail(ErrorKind::kConflict, "the proposal was decided before");
  if (state == ProposalState::kConfirmed) {
    TRY(add_person_step(db_, row.person, {by, at}));
    TRY(put_person_row(db_, row.person));
  }
  return transaction.commit();
}

Status SqliteDirectory::issue_token(const engine::IssuedToken& issued) {
  const auto& token = issued.token;
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  {
    Query query(db_, kLiveTokens, token.person, issued.issued_at);
    TRY_ASSIGN(const auto live, count_of(query));
    if (live >= engine::kTokensOfPersonMax) {
      return fail(ErrorKind::kConflict, "a person has at most 50 tokens", token.person);
    }
  }
  TRY(execute(db_, kInsertToken, token.token_hash, token.person, token.label, token.expires));
  TRY(execute(db_, kInsertDetail, token.token_hash, words_of(issued.roles), issued.read_only,
              issued.issued_by, issued.issued_at));
  return transaction.commit();
}

Status SqliteDirectory::revoke_token(const lifecycle::PersonId& person, const std::string& id) {
  const auto range = range_of(id);
  if (!range) return fail(ErrorKind::kNotFound, "no such token");
  Transaction transaction(db_);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  TRY(execute(db_, kRevokeToken, person, range->first, range->second));
  if (db_.changes() == 0) return fail(ErrorKind::kNotFound, "no such token");
  return transaction.commit();
}

Result<engine::Listed<engine::OrgRow>> SqliteDirectory::orgs(const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_app_cursor(page.after));
  TRY_ASSIGN(const auto db, pool_.lend());
  std::vector<engine::OrgRow> rows;
  Query query(*db, kOrgs, after, rows_of(page) + 1);
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.id, row.kind, row.name, row.region);
  }
  TRY(query.status());
  return page_from(std::move(rows), page,
                   [](const engine::OrgRow& row) { return write_cursor(row.id); });
}

Result<engine::OrgRow> SqliteDirectory::org(const lifecycle::OrgId& id) {
  TRY_ASSIGN(const auto db, pool_.lend());
  engine::OrgRow row;
  Query query(*db, kReadOrg, id);
  const bool found = query.next();
  if (found) query.columns(row.id, row.kind, row.name, row.region);
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such organisation");
  return row;
}

Result<engine::Listed<engine::PersonRow>> SqliteDirectory::people(const lifecycle::OrgId& org,
                                                                  const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_app_cursor(page.after));
  TRY_ASSIGN(const auto db, pool_.lend());
  std::vector<engine::PersonRow> rows;
  Query query(*db, kPeople, org, after, rows_of(page) + 1);
  while (query.next()) TRY(read_person(query, rows.emplace_back()));
  TRY(query.status());
  return page_from(std::move(rows), page,
                   [](const engine::PersonRow& row) { return write_cursor(row.id); });
}

Result<engine::PersonRow> SqliteDirectory::person(const lifecycle::PersonId& id) {
  TRY_ASSIGN(const auto db, pool_.lend());
  engine::PersonRow row;
  Query query(*db, kReadPerson, id);
  const bool found = query.next();
  if (found) TRY(read_person(query, row));
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such person");
  return row;
}

Result<engine::Listed<engine::SubjectRow>> SqliteDirectory::subjects(const engine::Viewer& viewer,
                                                                     const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_app_cursor(page.after));
  TRY_ASSIGN(const auto db, pool_.lend());
  std::vector<engine::SubjectRow> rows;
  if (viewer.oversees()) {
    Query query(*db, kSubjects, after, rows_of(page) + 1);
    while (query.next()) read_subject(query, rows.emplace_back());
    TRY(query.status());
  } else {
    Query query(*db, kSubjectsOfOrg, viewer.org, after, rows_of(page) + 1);
    while (query.next()) read_subject(query, rows.emplace_back());
    TRY(query.status());
  }
  return page_from(std::move(rows), page,
                   [](const engine::SubjectRow& row) { return write_cursor(row.subject.id); });
}

Result<engine::Listed<engine::ProposalRow>> SqliteDirectory::proposals(ProposalState state,
                                                                       const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_number_cursor(page.after, 0));
  TRY_ASSIGN(const auto db, pool_.lend());
  std::vector<engine::ProposalRow> rows;
  const std::string word(wire_name(state));
  Query query(*db, kProposals, word, after, rows_of(page) + 1);
  while (query.next()) TRY(read_proposal(query, rows.emplace_back()));
  TRY(query.status());
  return page_from(std::move(rows), page,
                   [](const engine::ProposalRow& row) { return write_cursor(row.id); });
}

Result<engine::ProposalRow> SqliteDirectory::proposal(std::uint64_t id) {
  TRY_ASSIGN(const auto db, pool_.lend());
  engine::ProposalRow row;
  Query query(*db, kReadProposal, id);
  const bool found = query.next();
  if (found) TRY(read_proposal(query, row));
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such proposal");
  return row;
}

Result<std::vector<engine::IssuedToken>> SqliteDirectory::tokens(
    const lifecycle::PersonId& person) {
  TRY_ASSIGN(const auto db, pool_.lend());
  std::vector<engine::IssuedToken> rows;
  Query query(*db, kTokens, person, kTokensListedMax);
  while (query.next()) {
    auto& row = rows.emplace_back();
    std::string roles;
    query.columns(row.token.token_hash, row.token.person, row.token.label, row.token.expires,
                  row.token.revoked, roles, row.read_only, row.issued_by, row.issued_at,
                  row.session);
    if (!roles_from_words(roles, row.roles)) {
      return fail(ErrorKind::kCorrupt, "a token with unknown roles", person);
    }
  }
  TRY(query.status());
  return rows;
}

Result<bool> SqliteDirectory::is_owner(const lifecycle::OrgId& org,
                                       const lifecycle::PersonId& person) {
  TRY_ASSIGN(const auto db, pool_.lend());
  Query query(*db, kIsOwner, org, person);
  TRY_ASSIGN(const auto count, count_of(query));
  return count > 0;
}

}  // namespace baobei::store

// The catalogue: what the rules are applied to. Categories and what they require, the offices,
// reasons, policy and the texts of notices, all as dated data in catalogue/ (docs/catalogue.md).
//
// Invariants: a Catalogue never changes and has no fault: every name refers to a row that exists,
// every text stands in both languages, every kind of notice and every parameter of policy is there.
// Whether a category is a *filing category* (报备类目) follows from its filing kinds alone.
// Threads: any number may read one Catalogue. Owner: the server holds a CatalogueSet; pointers and
// references into a Catalogue live as long as it does.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "catalogue/content.h"
#include "catalogue/text.h"
#include "lifecycle/notice.h"
#include "lifecycle/rules.h"
#include "lifecycle/terms.h"

namespace baobei::catalogue {

using lifecycle::NoticeKind;
using lifecycle::ReasonId;
using lifecycle::RegionCode;
using lifecycle::SubjectKind;

// How sure a fact is. A sister platform has near-identical wording but is not the platform itself.
enum class Certainty { kAttested, kAttestedOnSister, kInferred };
BOOST_DESCRIBE_ENUM(Certainty, kAttested, kAttestedOnSister, kInferred)

// Where a rule comes from, as in PROCESS: the process itself, published practice, the operator.
enum class Mark { kProcess, kPractice, kOperator };
BOOST_DESCRIBE_ENUM(Mark, kProcess, kPractice, kOperator)

// ---- categories ------------------------------------------------------------------------------

// A condition on a document: key "holder", value "合作医院" / "the partner hospital", reading
// "持有人：合作医院" / "held by the partner hospital". A bare condition has an empty value.
struct Condition {
  std::string key;
  Text value;
  Text reading;
};
BOOST_DESCRIBE_STRUCT(Condition, (), (key, value, reading))

struct Requirement {
  Text document;
  std::vector<Condition> conditions;
};
BOOST_DESCRIBE_STRUCT(Requirement, (), (document, conditions))

// "《营业执照》（范围含食品）", "Business licence (covering food)".
std::string describe(const Requirement& requirement, Language language);

// Documents that are needed together. A category asks for any one of its alternatives; none listed
// means that it asks for nothing.
struct Alternative {
  std::vector<Requirement> all_of;
};
BOOST_DESCRIBE_STRUCT(Alternative, (), (all_of))

// An approval, registration or filing that a category involves (catalogue/filing_kinds.toml).
struct FilingKind {
  std::string code;  // "CAC7"
  std::string slug;
  std::string authority;
  std::string stage;
  bool laid_before_office = false;  // makes a filing category (R9)
  Text title;
  std::optional<Text> takes;
  Text basis;
};
BOOST_DESCRIBE_STRUCT(FilingKind, (),
                      (code, slug, authority, stage, laid_before_office, title, takes, basis))

struct FilingNeed {
  std::string kind;  // code of a FilingKind
  Certainty certainty = Certainty::kInferred;
};
BOOST_DESCRIBE_STRUCT(FilingNeed, (), (kind, certainty))

struct Redirect {
  Text when;                     // content of this sort …
  std::vector<CategoryId> to;    // … belongs to one of these
  std::optional<Text> to_words;  // where the source names more, or something wider
};
BOOST_DESCRIBE_STRUCT(Redirect, (), (when, to, to_words))

enum class Tree { kNonPersonal, kPersonal, kOverseas };
BOOST_DESCRIBE_ENUM(Tree, kNonPersonal, kPersonal, kOverseas)

enum class CategoryStatus {
  kOpen,
  kAdded,       // in the newest list alone
  kRetired,     // gone from the newest list
  kInvitation,  // on the platform's invitation
};
BOOST_DESCRIBE_ENUM(CategoryStatus, kOpen, kAdded, kRetired, kInvitation)

struct Category {
  CategoryId id;
  std::string group;  // slug of the first level: "social"
  Text first;
  Text second;
  std::optional<Text> third;  // set on leaves
  CategoryId parent;          // of a leaf; empty otherwise
  std::vector<Text> former_names;
  Tree tree = Tree::kNonPersonal;
  CategoryStatus status = CategoryStatus::kOpen;
  std::vector<SubjectKind> subjects;
  // Of `subjects`, those that the scope or only licence can belong to. Advice, not a guard.
  std::vector<SubjectKind> likely_subjects;
  std::vector<Text> regions;  // overseas categories that are open to subjects of these places alone
  Text scope;
  std::vector<FilingNeed> filing;
  bool filing_category = false;  // derived
  // R25: a completed filing of these counts as one of this category (a renamed or split category).
  std::vector<CategoryId> carries_filing_of;
  std::vector<Alternative> any_of;
  std::optional<std::vector<Alternative>> any_of_on_sister;  // where the sister's list differs
  std::vector<Redirect> redirects;
  std::vector<Text> unsupported;
  CategoryId requires_category;  // must be accepted beforehand; may be empty
  bool exclusive = false;        // granted, no other can be applied for
  bool disputed = false;         // sources contradict each other
  bool sensitive = false;
  std::vector<Text> notes;
  std::vector<std::string> seen;               // ids of sources
  Certainty certainty = Certainty::kAttested;  // derived from `seen`
  std::optional<int> wechat_first_id;          // unsure: never key anything on them
  std::optional<int> wechat_second_id;
  Where where;

  // "社交-社区/论坛", "Social - Community and forum".
  std::string full_name(Language language) const;
  bool is_open_to(SubjectKind kind) const;  // R2
};
BOOST_DESCRIBE_STRUCT(Category, (),
                      (id, group, first, second, third, parent, former_names, tree, status,
                       subjects, likely_subjects, regions, scope, filing, filing_category,
                       carries_filing_of, any_of, any_of_on_sister, redirects, unsupported,
                       requires_category, exclusive, disputed, sensitive, notes, seen, certainty,
                       wechat_first_id, wechat_second_id, where))

// ---- the smaller tables ----------------------------------------------------------------------

struct Source {
  std::string id;
  bool sister = false;
  std::string read_as_of;  // "2026-02-21"
  Text title;
  std::string address;
};
BOOST_DESCRIBE_STRUCT(Source, (), (id, sister, read_as_of, title, address))

struct Region {
  RegionCode code;
  Text name;
  Text office;                                             // 浙江省互联网信息办公室
  Text office_short;                                       // 浙江省网信办
  lifecycle::Channel channel = lifecycle::Channel::kDesk;  // to start with; the live one is stored
};
BOOST_DESCRIBE_STRUCT(Region, (), (code, name, office, office_short, channel))

struct RuleRow {
  std::string id;  // "R10a"
  Mark mark = Mark::kOperator;
  Text title;
};
BOOST_DESCRIBE_STRUCT(RuleRow, (), (id, mark, title))

enum class ReasonUse {
  kRefusal,      // R7, R7a
  kOrder,        // R17, R21
  kPoint,        // R15, R22
  kApplication,  // R2: an application for a category is refused
  kGrant,        // R2: a category that was granted is taken back
};
BOOST_DESCRIBE_ENUM(ReasonUse, kRefusal, kOrder, kPoint, kApplication, kGrant)

struct Reason {
  ReasonId id;
  std::vector<ReasonUse> uses;
  std::string rule;
  bool names_category = false;  // the decision must name a category beside it
  bool content_ground = false;  // an order on it bars the version (R3)
  Text title;
  Text text;
  Text advice;
  Where where;

  bool serves(ReasonUse use) const;
};
BOOST_DESCRIBE_STRUCT(Reason, (),
                      (id, uses, rule, names_category, content_ground, title, text, advice, where))

struct PolicyParameter {
  std::string name;           // member of lifecycle::Rules
  std::string value;          // as written: "604800s", "true"
  std::string default_value;  // of the software
  std::string rule;
  Mark mark = Mark::kOperator;
  Text title;
};
BOOST_DESCRIBE_STRUCT(PolicyParameter, (), (name, value, default_value, rule, mark, title))

struct Policy {
  lifecycle::Rules rules;  // `version` is the policy's
  Instant effective_from;
  std::vector<PolicyParameter> parameters;  // in the order of Rules
};

// ---- notices ---------------------------------------------------------------------------------

struct NoticeText {
  NoticeKind kind = NoticeKind::kCheckFinished;
  std::string rule;
  Mark mark = Mark::kOperator;
  Text title;
  Text happened;
  Text meaning;
  Text todo;
  std::vector<std::string> params;     // every placeholder of the texts above
  std::map<std::string, Text> absent;  // words for those that may be absent
};

using Params = std::map<std::string, std::string>;

struct RenderedNotice {
  std::string title;
  std::string body;  // three paragraphs and the citation, separated by line feeds
};
BOOST_DESCRIBE_STRUCT(RenderedNotice, (), (title, body))

// "2026-03-09 09:14:07 (UTC+8)": instants in notices, always in China Standard Time.
std::string format_for_notice(Instant instant, Language language);

// ---- the catalogue ---------------------------------------------------------------------------

struct Data;  // loader's: compile.h

class Catalogue {
 public:
  explicit Catalogue(std::unique_ptr<const Data> data);  // the loader's
  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;
  ~Catalogue();

  const std::string& version() const;
  Instant effective_from() const;
  const std::vector<Source>& sources() const;

  // Sorted by file, then as written there.
  const std::vector<Category>& categories() const;
  const Category* category(std::string_view id) const;           // nullptr: no such category
  std::vector<const Category*> open_to(SubjectKind kind) const;  // R2
  bool is_filing_category(std::string_view id) const;            // R9; false if unknown

  // R25: does a filing completed for `completed` count for `needed`?
  bool filing_covers(std::string_view completed, std::string_view needed) const;

  // Every category of that full name, Chinese or English, present or former: levels joined by "-"
  // or ">", spaces and case of no matter. More than one where two trees share a name.
  std::vector<const Category*> find(std::string_view full_name) const;

  // Categories whose id, names or scope contain `part`, at most `results_max`.
  std::vector<const Category*> search(std::string_view part, std::size_t results_max) const;

  const FilingKind* filing_kind(std::string_view code) const;
  const std::vector<Region>& regions() const;  // by code
  const Region* region(std::string_view code) const;
  const std::vector<RuleRow>& rules_cited() const;
  const RuleRow* rule(std::string_view id) const;
  const std::vector<Reason>& reasons() const;
  const Reason* reason(std::string_view id) const;
  const Policy& policy() const;
  const lifecycle::Rules& rules() const { return policy().rules; }

  // What the checker looks for; packs sorted by id.
  const Signals& signals() const;
  const std::vector<Pack>& packs() const;

  const NoticeText& notice(NoticeKind kind) const;

  // kInvalid names the first parameter that is missing or empty and has no words for its absence.
  // Parameters that the text does not use are ignored.
  Result<RenderedNotice> render(NoticeKind kind, Language language, const Params& params) const;

  // The parameters of a notice that the lifecycle owes. kNotFound: a category or region of it is
  // not in this catalogue.
  Result<Params> params_of(const lifecycle::Notice& notice, std::string_view app_name,
                           Language language) const;

 private:
  std::unique_ptr<const Data> data_;
};

// The catalogue that was built into the program. CHECKs that it has no fault; a test holds it.
Catalogue load_builtin();

// Reads a folder laid out as catalogue/. The error is the first of validate's; the context is
// "path:line".
Result<Catalogue> load(const std::filesystem::path& directory);

// Every fault of a folder, sorted by file and line; empty: load succeeds. At most kFaultsMax.
inline constexpr std::size_t kFaultsMax = 200;
std::vector<Error> validate(const std::filesystem::path& directory);

// Versions of the catalogue side by side (R25): a case is judged by the one in force at an instant.
class CatalogueSet {
 public:
  // kConflict: two of the same version or with the same effective date. kInvalid: none at all.
  static Result<CatalogueSet> of(std::vector<Catalogue> versions);

  // The newest version in force at `instant`; nullptr before the first.
  const Catalogue* as_of(Instant instant) const;
  const Catalogue* version(std::string_view version) const;
  const std::vector<Catalogue>& all() const { return versions_; }  // by effective date

 private:
  std::vector<Catalogue> versions_;
};

}  // namespace baobei::catalogue

// baobei admin: what is done on the machine itself, with the data folder at hand.
//
// The directory commands write through a store of their own, beside a running server's: SQLite lets
// one writer in at a time, and every decision verifies the version of the facts it rests on.
#include <sys/stat.h>

#include <fstream>

#include "base/json.h"
#include "base/text.h"
#include "lifecycle/rights.h"
#include "server/commands.h"
#include "server/node.h"
#include "store/sqlite_directory_desk.h"
#include "store/sqlite_sign_ins.h"

namespace baobei::server {
namespace {

using cli::Session;
using cli::Word;

constexpr std::size_t kIdBytesMax = 64;
constexpr std::size_t kNameCharactersMax = 100;

struct Words {
  ConfigWords config;
  std::string id, name, kind, org, unit, region, code, category, valid, label, channel;
  std::vector<std::string> roles;
  bool resets_factor = false;
};

Status check_id(const std::string& id) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  if (!id.empty() && id.size() <= kIdBytesMax && std::ranges::all_of(id, plain)) return {};
  return fail(ErrorKind::kInvalid, "1 to 64 letters, digits, '.', '_' or '-' are expected", id);
}

Status check_name(const std::string& name) {
  const bool fits = is_utf8(name) && !trim(name).empty() && printable(name) == name &&
                    utf8_length(name) <= kNameCharactersMax;
  if (fits) return {};
  return fail(ErrorKind::kInvalid, "1 to 100 printable characters are expected", printable(name));
}

template <typename E>
Result<E> enum_of(const std::string& text, const char* what) {
  if (const auto value = enum_from_wire<E>(text)) return *value;
  return fail(ErrorKind::kInvalid, std::string(what) + " is not known", text);
}

Result<std::optional<Instant>> until(const std::string& valid, Instant now) {
  if (valid.empty()) return std::nullopt;
  TRY_ASSIGN(const auto span, parse_duration(valid));
  return now + span;
}

struct Desk {
  Config config;
  store::Opened database;
  catalogue::CatalogueSet catalogues;
  Instant now;

  const catalogue::Catalogue& catalogue() const {
    const auto* found = catalogues.as_of(now);
    return found != nullptr ? *found : catalogues.all().front();
  }
};

Status check_region(const Desk& desk, const std::string& region) {
  if (desk.catalogue().region(region) != nullptr) return {};
  return fail(ErrorKind::kInvalid, "no province has this code; see baobei regions", region);
}

Result<Desk> open_desk(const Config& config) {
  TRY_ASSIGN(auto catalogues, load_catalogues(config));
  const Instant now = SystemClock().now();
  TRY_ASSIGN(auto database,
             store::open(database_path(config.data), store::OpenMode::kProduction, now));
  return Desk{config, std::move(database), std::move(catalogues), now};
}

bool has_data(const Config& config) {
  struct stat found = {};
  return ::stat(database_path(config.data).c_str(), &found) == 0;
}

// The secret, shown once; only its hash is stored.
Result<std::string> issue_token(Desk& desk, const std::string& person, const std::string& label,
                                const std::string& valid) {
  TRY_ASSIGN(const auto expires, until(valid, desk.now));
  auto secret = random_id("bb");
  TRY(desk.database.store->put_token({sha256(secret), person, label, expires, false}));
  return secret;
}

// What somebody sets their password with, shown once. On the machine itself one is enough: whoever
// has the data folder has everything in it.
Result<std::string> invite(Desk& desk, const std::string& person, bool resets_factor) {
  store::SqliteDirectory directory(*desk.database.store, *desk.database.reader);
  TRY(directory.person(person));
  store::SqliteSignIns sign_ins(*desk.database.store, *desk.database.reader);
  auto secret = random_id("bi");
  TRY(sign_ins.invite({sha256(secret),
                       person,
                       "",
                       desk.now,
                       desk.now + engine::kInvitationLifetime,
                       resets_factor,
                       {}}));
  return secret;
}

int show_token(Session& session, const std::string& person, const std::string& secret) {
  if (session.options().json) {
    return session.print_json(json::object{{"person", person}, {"token", secret}});
  }
  session.err().line(Word::kAdminToken, {person});
  session.out().line(secret);
  return cli::kExitOk;
}

int recorded(Session& session, const std::string& what) {
  if (session.options().json) return session.print_json(json::object{{"recorded", what}});
  session.out().line(Word::kAdminDone, {what});
  return cli::kExitOk;
}

struct FirstOperator {
  std::string token;
  std::string invitation;
};

// No password yet: the invitation is what one is set with.
Result<FirstOperator> make_first_operator(const Config& config, const std::string& name) {
  TRY(check_name(name));
  TRY(make_data_folder(config.data));
  TRY_ASSIGN(auto desk, open_desk(config));
  auto& store = *desk.database.store;
  TRY(store.put_org({"org-platform", "operator", name, ""}));
  TRY(store.put_person(
      {"operator", "org-platform", "", name, {lifecycle::Role::kOperator}, "", true}));
  for (const auto& region : desk.catalogue().regions()) {
    TRY(store.put_office({region.code, region.channel}));
  }
  TRY_ASSIGN(auto token, issue_token(desk, "operator", "first", ""));
  TRY_ASSIGN(auto invitation, invite(desk, "operator", false));
  return FirstOperator{std::move(token), std::move(invitation)};
}

int init(Session& session, const Config& config, const Words& words) {
  if (has_data(config)) {
    session.err().line(Word::kAdminExists, {config.data}, cli::Tone::kBad);
    return cli::kExitRefused;
  }
  const auto made = make_first_operator(config, words.name.empty() ? "Operator" : words.name);
  if (!made) return session.failed(made.error());
  if (session.options().json) {
    return session.print_json(json::object{
        {"person", "operator"}, {"token", made->token}, {"invitation", made->invitation}});
  }
  session.err().line(Word::kAdminInitDone, {config.data});
  session.err().line(Word::kInvitationOnce, {"operator", made->invitation});
  return show_token(session, "operator", made->token);
}

Status put_org(Desk& desk, const Words& words) {
  TRY(check_id(words.id));
  TRY(check_name(words.name));
  if (words.kind == "office") TRY(check_region(desk, words.region));
  return desk.database.store->put_org({words.id, words.kind, words.name, words.region});
}

Result<std::string> put_person(Desk& desk, const Words& words) {
  TRY(check_id(words.id));
  TRY(check_id(words.org));
  TRY(check_name(words.name));
  engine::PersonRow person{words.id, words.org, words.unit, words.name, {}, words.region, true};
  for (const auto& role : words.roles) {
    TRY_ASSIGN(const auto known, enum_of<lifecycle::Role>(role, "this role"));
    person.roles.push_back(known);
  }
  TRY(lifecycle::check_roles(person.roles));
  const auto officer = std::ranges::find(person.roles, lifecycle::Role::kOfficer);
  if (officer != person.roles.end()) TRY(check_region(desk, words.region));
  TRY(desk.database.store->put_person(person));
  return issue_token(desk, words.id, "first", words.valid);
}

Status put_subject(Desk& desk, const Words& words) {
  TRY(check_id(words.id));
  TRY(check_id(words.org));
  TRY(check_name(words.name));
  TRY_ASSIGN(const auto kind, enum_of<lifecycle::SubjectKind>(words.kind, "this kind of subject"));
  if (!lifecycle::is_overseas(kind)) TRY(check_region(desk, words.region));
  return desk.database.store->put_subject(
      {{words.id, kind, words.region}, words.org, words.name, words.code});
}

Status put_grant(Desk& desk, const Words& words) {
  if (desk.catalogue().category(words.category) == nullptr) {
    return fail(ErrorKind::kInvalid, "no such category; see baobei categories", words.category);
  }
  const auto subject = desk.database.reader->subject(words.id);
  if (!subject) return fail(subject.error().kind, subject.error().message, words.id);
  if (!desk.catalogue().category(words.category)->is_open_to(subject->subject.kind)) {
    return fail(ErrorKind::kInvalid, "this category is not open to this kind of subject (R2)",
                words.category);
  }
  TRY_ASSIGN(const auto valid, until(words.valid, desk.now));
  return desk.database.store->put_grant({words.id, words.category, valid});
}

Status put_office(Desk& desk, const Words& words) {
  TRY(check_region(desk, words.region));
  TRY_ASSIGN(const auto channel, enum_of<lifecycle::Channel>(words.channel, "this channel"));
  return desk.database.store->put_office({words.region, channel});
}

Result<std::string> secret_from(std::istream& in) {
  std::string line;
  std::getline(in, line);
  if (!trim(line).empty()) return std::string(trim(line));
  return fail(ErrorKind::kInvalid, "no token on standard input");
}

// Opens the desk of an existing data folder and does `work` there.
template <typename Work>
int with_desk(Session& session, const ConfigWords& words, Work work) {
  const auto found = configured(session, words);
  if (!found) return found.error();
  if (!has_data(found->config)) {
    session.err().line(Word::kAdminNoData, {found->config.data}, cli::Tone::kBad);
    return cli::kExitNotFound;
  }
  auto desk = open_desk(found->config);
  if (!desk) return session.failed(desk.error());
  return work(*desk);
}

using Record = Status (*)(Desk&, const Words&);

void runs_record(cli::Command& command, std::shared_ptr<Words> words, Record record,
                 std::string Words::*shown) {
  command.runs([words, record, shown](Session& session) {
    return with_desk(session, words->config, [&](Desk& desk) {
      const auto done = record(desk, *words);
      return done ? recorded(session, *words.*shown) : session.failed(done.error());
    });
  });
}

void bind_people(cli::Binder& admin) {
  auto org = std::make_shared<Words>();
  auto org_command = admin.command("org", Word::kHelpAdminOrg, cli::Reach::kThisMachine);
  take_config_options(org_command, org->config);
  org_command.takes("ID", org->id, Word::kHelpId)
      .required("--name", org->name, Word::kHelpName)
      .one_of("--kind", org->kind, {"developer", "agency", "operator", "office"},
              Word::kHelpKindOfOrg)
      .option("--region", org->region, Word::kHelpProvince);
  org->kind = "developer";
  runs_record(org_command, org, put_org, &Words::id);

  auto person = std::make_shared<Words>();
  auto person_command = admin.command("person", Word::kHelpAdminPerson, cli::Reach::kThisMachine);
  take_config_options(person_command, person->config);
  person_command.takes("ID", person->id, Word::kHelpId)
      .required("--org", person->org, Word::kHelpOrg)
      .required("--name", person->name, Word::kHelpName)
      .list("--role", person->roles, Word::kHelpRole)
      .option("--unit", person->unit, Word::kHelpUnit)
      .option("--region", person->region, Word::kHelpProvince)
      .option("--valid", person->valid, Word::kHelpValid)
      .runs([person](Session& session) {
        return with_desk(session, person->config, [&](Desk& desk) {
          const auto secret = put_person(desk, *person);
          return secret ? show_token(session, person->id, *secret) : session.failed(secret.error());
        });
      });
}

void bind_tokens(cli::Binder& admin) {
  auto issue = std::make_shared<Words>();
  auto command = admin.command("token", Word::kHelpAdminToken, cli::Reach::kThisMachine);
  take_config_options(command, issue->config);
  command.takes("PERSON", issue->id, Word::kHelpId)
      .option("--label", issue->label, Word::kHelpTokenLabel)
      .option("--valid", issue->valid, Word::kHelpValid)
      .runs([issue](Session& session) {
        return with_desk(session, issue->config, [&](Desk& desk) {
          const auto secret = issue_token(desk, issue->id, issue->label, issue->valid);
          return secret ? show_token(session, issue->id, *secret) : session.failed(secret.error());
        });
      });
  auto revoke = std::make_shared<Words>();
  auto revocation =
      admin.command("revoke-token", Word::kHelpAdminRevokeToken, cli::Reach::kThisMachine);
  take_config_options(revocation, revoke->config);
  revocation.runs([revoke](Session& session) {
    return with_desk(session, revoke->config, [&](Desk& desk) {
      const auto done = [&]() -> Status {
        TRY_ASSIGN(const auto secret, secret_from(*session.machine().in));
        const auto hash = sha256(secret);
        TRY_ASSIGN(const auto who, desk.database.reader->authenticate(hash, desk.now));
        return desk.database.store->put_token({hash, who.person.id, "", {}, true});
      }();
      return done ? recorded(session, "revoked") : session.failed(done.error());
    });
  });
}

void bind_invitations(cli::Binder& admin) {
  auto words = std::make_shared<Words>();
  auto command = admin.command("invite", Word::kHelpAdminInvite, cli::Reach::kThisMachine);
  take_config_options(command, words->config);
  command.takes("PERSON", words->id, Word::kHelpId)
      .flag("--resets-factor", words->resets_factor, Word::kHelpResetsFactor)
      .runs([words](Session& session) {
        return with_desk(session, words->config, [&](Desk& desk) {
          const auto secret = invite(desk, words->id, words->resets_factor);
          if (!secret) return session.failed(secret.error());
          if (session.options().json) {
            return session.print_json(json::object{{"person", words->id}, {"invitation", *secret}});
          }
          session.err().line(Word::kInvitationOnce, {words->id, ""});
          session.out().line(*secret);
          return cli::kExitOk;
        });
      });
}

void bind_subjects(cli::Binder& admin) {
  auto subject = std::make_shared<Words>();
  auto subject_command =
      admin.command("subject", Word::kHelpAdminSubject, cli::Reach::kThisMachine);
  take_config_options(subject_command, subject->config);
  subject_command.takes("ID", subject->id, Word::kHelpId)
      .required("--name", subject->name, Word::kHelpName)
      .required("--org", subject->org, Word::kHelpOrg)
      .required("--kind", subject->kind, Word::kHelpKindOfSubject)
      .option("--region", subject->region, Word::kHelpProvince)
      .option("--credit-code", subject->code, Word::kHelpCreditCode);
  runs_record(subject_command, subject, put_subject, &Words::id);

  auto grant = std::make_shared<Words>();
  auto grant_command = admin.command("grant", Word::kHelpAdminGrant, cli::Reach::kThisMachine);
  take_config_options(grant_command, grant->config);
  grant_command.takes("SUBJECT", grant->id, Word::kHelpId)
      .takes("CATEGORY", grant->category, Word::kHelpGranted)
      .option("--valid", grant->valid, Word::kHelpValid);
  runs_record(grant_command, grant, put_grant, &Words::category);

  auto ungrant = std::make_shared<Words>();
  auto ungrant_command =
      admin.command("ungrant", Word::kHelpAdminUngrant, cli::Reach::kThisMachine);
  take_config_options(ungrant_command, ungrant->config);
  ungrant_command.takes("SUBJECT", ungrant->id, Word::kHelpId)
      .takes("CATEGORY", ungrant->category, Word::kHelpGranted);
  const Record take_back = [](Desk& desk, const Words& words) {
    return desk.database.store->remove_grant(words.id, words.category);
  };
  runs_record(ungrant_command, ungrant, take_back, &Words::category);

  auto office = std::make_shared<Words>();
  auto office_command = admin.command("office", Word::kHelpAdminOffice, cli::Reach::kThisMachine);
  take_config_options(office_command, office->config);
  office_command.takes("REGION", office->region, Word::kHelpProvince)
      .takes("CHANNEL", office->channel, Word::kHelpChannel);
  runs_record(office_command, office, put_office, &Words::region);
}

}  // namespace

void bind_admin(cli::Binder& binder) {
  auto admin = binder.group("admin", Word::kHelpAdmin);
  auto words = std::make_shared<Words>();
  auto init_command = admin.command("init", Word::kHelpAdminInit, cli::Reach::kThisMachine);
  take_config_options(init_command, words->config);
  init_command.option("--name", words->name, Word::kHelpName).runs([words](Session& session) {
    const auto found = configured(session, words->config);
    return found ? init(session, found->config, *words) : found.error();
  });
  bind_people(admin);
  bind_tokens(admin);
  bind_invitations(admin);
  bind_subjects(admin);
  bind_admin_data(admin);
  bind_admin_keys(admin);
}

}  // namespace baobei::server

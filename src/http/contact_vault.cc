#include "http/contact_vault.h"

#include "base/json.h"
#include "http/phone.h"
#include "http/services.h"

namespace baobei::http {
namespace {

constexpr std::string_view kIndexPurpose = "contact phone";
constexpr std::size_t kSealedTextMax = 4'096;

std::string purpose_of_contact(const lifecycle::SubjectId& subject) {
  return "contact:" + subject;
}

}  // namespace

Status ContactVault::put(const lifecycle::SubjectId& subject, const Contact& contact,
                         const lifecycle::PersonId& by, Instant at) const {
  TRY_ASSIGN(const auto sealed_key, vault_.keys().ensure(subject, vault_.new_key(subject), at));
  TRY_ASSIGN(const auto key, vault_.opened_key(subject, sealed_key));
  const json::object words{{"name", contact.name}, {"phone", contact.phone}};
  TRY_ASSIGN(auto sealed,
             sign_in::seal_digits(key, json::serialize(words), purpose_of_contact(subject)));
  const auto hash = vault_.seal().keyed_hash(contact.phone, kIndexPurpose);
  return contacts_.put({subject, std::move(sealed), hash, by, at});
}

Result<bool> ContactVault::has(const lifecycle::SubjectId& subject) const {
  TRY_ASSIGN(const auto row, contacts_.find(subject));
  return row.has_value();
}

Result<std::optional<KeptContact>> ContactVault::find(const lifecycle::SubjectId& subject) const {
  TRY_ASSIGN(const auto row, contacts_.find(subject));
  if (!row) return std::nullopt;
  TRY_ASSIGN(const auto sealed_key, vault_.keys().find(subject));
  if (sealed_key.empty()) return std::nullopt;
  TRY_ASSIGN(const auto key, vault_.opened_key(subject, sealed_key));
  TRY_ASSIGN(const auto text,
             sign_in::unseal_digits(key, row->sealed, purpose_of_contact(subject)));
  TRY_ASSIGN(const auto words, parse_json(text, kSealedTextMax));
  KeptContact kept;
  kept.contact.name = std::string(words.at("name").as_string());
  kept.contact.phone = std::string(words.at("phone").as_string());
  kept.changed_by = row->changed_by;
  kept.changed_at = row->changed_at;
  return kept;
}

Result<std::vector<lifecycle::SubjectId>> ContactVault::subjects_of(
    const std::string& phone) const {
  return contacts_.subjects_by_phone(vault_.seal().keyed_hash(phone, kIndexPurpose));
}

Result<std::vector<lifecycle::SubjectId>> subjects_of_phone(std::string_view words,
                                                            const Services& services) {
  if (services.contacts == nullptr) return std::vector<lifecycle::SubjectId>();
  const auto phone = read_phone(words);
  if (!phone) return std::vector<lifecycle::SubjectId>();
  return services.contacts->subjects_of(*phone);
}

}  // namespace baobei::http

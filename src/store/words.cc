#include "store/words.h"

#include "base/json.h"
#include "base/text.h"

namespace baobei::store {
namespace {

template <typename E>
bool from(std::string_view text, E& out) {
  const auto value = enum_from_wire<E>(text);
  if (value) out = *value;
  return value.has_value();
}

template <typename E>
std::vector<E> described() {
  std::vector<E> all;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto d) { all.push_back(d.value); });
  return all;
}

}  // namespace

template <>
std::vector<lifecycle::SubmissionState> all_of() {
  return described<lifecycle::SubmissionState>();
}
template <>
std::vector<lifecycle::EntryState> all_of() {
  return described<lifecycle::EntryState>();
}

std::string_view word(lifecycle::SubmissionState value) {
  return wire_name(value);
}
std::string_view word(lifecycle::EntryState value) {
  return wire_name(value);
}
std::string_view word(lifecycle::ServiceState value) {
  return wire_name(value);
}
std::string_view word(lifecycle::SubjectKind value) {
  return wire_name(value);
}
std::string_view word(lifecycle::Channel value) {
  return wire_name(value);
}
std::string_view word(lifecycle::DeadlineKind value) {
  return wire_name(value);
}
std::string_view word(lifecycle::Recipient value) {
  return wire_name(value);
}

std::string_view word(engine::DeliveryKind value) {
  switch (value) {
    case engine::DeliveryKind::kCheck:
      return "check";
    case engine::DeliveryKind::kPush:
      return "push";
  }
  return "";
}
std::string_view word(engine::FactKind value) {
  switch (value) {
    case engine::FactKind::kGrants:
      return "grants";
    case engine::FactKind::kOffice:
      return "office";
    case engine::FactKind::kDigest:
      return "digest";
    case engine::FactKind::kPerson:
      return "person";
  }
  return "";
}

bool from_word(std::string_view text, lifecycle::SubmissionState& out) {
  return from(text, out);
}
bool from_word(std::string_view text, lifecycle::EntryState& out) {
  return from(text, out);
}
bool from_word(std::string_view text, lifecycle::ServiceState& out) {
  return from(text, out);
}
bool from_word(std::string_view text, lifecycle::SubjectKind& out) {
  return from(text, out);
}
bool from_word(std::string_view text, lifecycle::Channel& out) {
  return from(text, out);
}
bool from_word(std::string_view text, lifecycle::DeadlineKind& out) {
  return from(text, out);
}
bool from_word(std::string_view text, lifecycle::Recipient& out) {
  return from(text, out);
}
bool from_word(std::string_view text, engine::DeliveryKind& out) {
  for (const auto kind : {engine::DeliveryKind::kCheck, engine::DeliveryKind::kPush}) {
    if (text != word(kind)) continue;
    out = kind;
    return true;
  }
  return false;
}

std::string words_of(const std::vector<lifecycle::Role>& roles) {
  std::string words;
  for (const auto role : roles) {
    if (!words.empty()) words += ' ';
    words += wire_name(role);
  }
  return words;
}

bool roles_from_words(std::string_view text, std::vector<lifecycle::Role>& out) {
  out.clear();
  if (text.empty()) return true;
  for (const auto& part : split(text, ' ')) {
    lifecycle::Role role{};
    if (!from(part, role)) return false;
    out.push_back(role);
  }
  return true;
}

}  // namespace baobei::store

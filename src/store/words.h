// Enums as the words that are stored: the wire-case names, so that a database can be read by eye
// and the order of enumerators in a header means nothing. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/rows.h"

namespace baobei::store {

std::string_view word(lifecycle::SubmissionState value);
std::string_view word(lifecycle::EntryState value);
std::string_view word(lifecycle::ServiceState value);
std::string_view word(lifecycle::SubjectKind value);
std::string_view word(lifecycle::Channel value);
std::string_view word(lifecycle::DeadlineKind value);
std::string_view word(lifecycle::Recipient value);
std::string_view word(engine::DeliveryKind value);
std::string_view word(engine::FactKind value);

// False for a word that is none of the enum's.
bool from_word(std::string_view text, lifecycle::SubmissionState& out);
bool from_word(std::string_view text, lifecycle::EntryState& out);
bool from_word(std::string_view text, lifecycle::ServiceState& out);
bool from_word(std::string_view text, lifecycle::SubjectKind& out);
bool from_word(std::string_view text, lifecycle::Channel& out);
bool from_word(std::string_view text, lifecycle::DeadlineKind& out);
bool from_word(std::string_view text, lifecycle::Recipient& out);
bool from_word(std::string_view text, engine::DeliveryKind& out);

// Every value that it can have.
template <typename E>
std::vector<E> all_of();
template <>
std::vector<lifecycle::SubmissionState> all_of();
template <>
std::vector<lifecycle::EntryState> all_of();

// "reviewer senior_reviewer"; sorted as given.
std::string words_of(const std::vector<lifecycle::Role>& roles);
bool roles_from_words(std::string_view text, std::vector<lifecycle::Role>& out);

}  // namespace baobei::store

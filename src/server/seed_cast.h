// Who plays in a demo: organisations, people of every role, subjects, offices. Nobody real: people
// are named after their roles, organisations after what they do.
//
// Threads: plain values. Owner: demo.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/ports.h"

namespace baobei::server {

inline constexpr const char* kOperatorOrg = "org-platform";
inline constexpr const char* kDeveloperOrg = "org-developer";
inline constexpr const char* kAgencyOrg = "org-agency";

// The office that answers on paper: one operator writes the answer down, another compares it with
// the scan (R10a).
inline constexpr const char* kTranscribedRegion = "32";

// A sign-in that `baobei demo` shows: "reviewer" → its person and secret.
struct SignIn {
  std::string label;
  engine::PersonRow person;
  std::string token;
};

struct Cast {
  std::vector<engine::OrgRow> orgs;
  std::vector<SignIn> people;
  std::vector<engine::SubjectRow> subjects;
  std::vector<engine::OfficeRow> offices;
  std::string password;  // everybody's, besides their token

  lifecycle::Actor actor(std::string_view label, lifecycle::Role role) const;
};

// Fresh secrets at every call. `seal` of a subject's index gives its kind and region.
Cast make_cast();

// Everything into the directory, the categories accepted for the subjects included.
Status put_cast(engine::Store& store, const Cast& cast, Instant now);

// The category that a mini-program of the cast declares, and one that files.
inline constexpr const char* kPlainCategory = "tools-calculator";
inline constexpr const char* kForumCategory = "social-forum";

}  // namespace baobei::server

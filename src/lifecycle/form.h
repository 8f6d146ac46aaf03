// What a developer tells in a submission's form beside its categories and notes.
//
// Invariants: ids, codes, digests and commitments only, as in every event. Threads: plain values.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <vector>

#include "lifecycle/terms.h"

namespace baobei::lifecycle {

// What users publish in the mini-program (用户生成内容), and who looks at it, as the developer
// declares them with a submission.
enum class UgcScene { kProfile, kPicture, kVideo, kText, kAudio, kOther };
BOOST_DESCRIBE_ENUM(UgcScene, kProfile, kPicture, kVideo, kText, kAudio, kOther)
enum class UgcMethod {
  kPlatformInterface,  // the platform's interface for the safety of content
  kOtherProduct,
  kPeople,  // the developer's own
  kNone,
};
BOOST_DESCRIBE_ENUM(UgcMethod, kPlatformInterface, kOtherProduct, kPeople, kNone)
struct UgcDeclaration {
  std::vector<UgcScene> scenes;    // empty: users publish nothing, and no method is named
  std::vector<UgcMethod> methods;  // otherwise at least one
  bool audit_team = false;         // people of the developer's who look at it
  TextRef text;
  bool operator==(const UgcDeclaration&) const = default;
};
BOOST_DESCRIBE_STRUCT(UgcDeclaration, (), (scenes, methods, audit_team, text))

// A picture of the mini-program that was uploaded before and is shown with a submission.
struct FormPicture {
  std::string picture;  // its id
  Digest digest;        // of its bytes
  bool operator==(const FormPicture&) const = default;
};
BOOST_DESCRIBE_STRUCT(FormPicture, (), (picture, digest))

}  // namespace baobei::lifecycle

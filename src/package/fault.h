// Why a package is not taken: one closed list, each with what is wrong and what to do in both
// languages. An Error of this module carries the English text as its message and the entry's
// printable name as its context; `fault_of` finds the rest.
//
// Invariants: constant texts without figures of one case, so that they can be translated and
// tested. Threads: pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace baobei::package {

enum class FaultCode {
  kNotAnArchive,
  kNothingInside,
  kTraversal,
  kAbsolutePath,
  kBackslash,
  kBadUtf8,
  kControlCharacter,
  kOddComponent,
  kPathTooLong,
  kTooDeep,
  kLink,
  kSpecialFile,
  kDuplicate,
  kFileAndFolder,
  kEncrypted,
  kSizeLies,
  kDamaged,
  kPackageTooLarge,
  kTreeTooLarge,
  kFileTooLarge,
  kTooManyEntries,
  kInflatesTooFar,
  kChangedWhileRead,
  kNotAFolder,
  kBadProjectConfig,
  kBadPack,
};

struct Fault {
  FaultCode code;
  std::string_view id;  // "traversal": stable, for APIs
  ErrorKind kind;
  std::string_view zh;
  std::string_view en;
};

std::span<const Fault> all_faults();

// The Error of a fault; `entry` may be hostile, it is made printable and cut.
[[nodiscard]] std::unexpected<Error> refuse(FaultCode code, std::string_view entry = {});

// The fault an Error of this module speaks of; none for errors of the machine.
std::optional<Fault> fault_of(const Error& error);

}  // namespace baobei::package

#include "cli/exit.h"

namespace baobei::cli {

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kConflict:
      return kExitRefused;
    case ErrorKind::kNotFound:
      return kExitNotFound;
    case ErrorKind::kUnauthorized:
    case ErrorKind::kForbidden:
      return kExitNoRights;
    case ErrorKind::kUnavailable:
      return kExitNoServer;
    case ErrorKind::kInvalid:
    case ErrorKind::kTooLarge:
    case ErrorKind::kCorrupt:
    case ErrorKind::kInternal:
      return kExitCouldNot;
  }
  return kExitCouldNot;
}

int exit_code(const ApiError& error) {
  // Delivery answers 404 for a program that is there and not served (R20): an outcome, no absence.
  const bool not_served = error.code == "not_yet_for_you" || error.code == "service_suspended";
  return not_served ? kExitRefused : exit_code(error.kind);
}

}  // namespace baobei::cli

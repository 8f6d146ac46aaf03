// The platform's table of interfaces that touch users' information, and how a program declares
// each (the platform's user privacy guide and its app.json reference).
//
// Invariants: constant data, names without "wx.". Threads: pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/program.h"
#include "check/report.h"

namespace baobei::check {

enum class Information {
  kUserInfo,
  kLocation,
  kChosenLocation,
  kAddress,
  kInvoice,
  kSteps,
  kPhoneNumber,
  kLicensePlate,
  kAlbum,
  kMessageFile,
  kMicrophone,
  kCamera,
  kBluetooth,
  kAlbumWrite,
  kContacts,
  kCalendar,
  kAccelerometer,
  kCompass,
  kDeviceMotion,
  kGyroscope,
  kClipboard,
};
Text name(Information information);

// How an interface comes to be used.
enum class Access { kFunction, kComponent, kOpenType, kInputType, kScope };

struct PrivateInterface {
  Access access;
  std::string_view name;  // "getLocation", "camera", "chooseAvatar", "scope.record"
  Information information;
};
std::span<const PrivateInterface> private_interfaces();

// The eight that requiredPrivateInfos of app.json must name.
std::span<const std::string_view> location_interfaces();
bool is_exact_location(std::string_view name);  // excluded by getFuzzyLocation

// "scope.userLocation" for the interfaces that ask for it; "" for others.
std::string_view scope_of(std::string_view function);

struct PrivateUse {
  const PrivateInterface* interface = nullptr;
  const SourceFile* file = nullptr;
  syntax::Span span;
};
// Every use, in the order of files and places.
std::vector<PrivateUse> private_uses(const Program& program);

// The use that a finding shows: reached before vendored before unreached. Null where there is none.
const PlatformUse* first_use(const Program& program, std::string_view name);
// How far `name` is used.
Reach reach_of_use(const Program& program, std::string_view name);

// What requiredPrivateInfos names, each with its place.
struct Declared {
  std::string name;
  jsonc::Span span;
};
std::vector<Declared> declared_private_infos(const Context& context);
bool declares(const std::vector<Declared>& declared, std::string_view name);

// "wx.getLocation".
std::string api_name(std::string_view function);

}  // namespace baobei::check

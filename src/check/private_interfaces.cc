#include "check/private_interfaces.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace baobei::check {
namespace {

using enum Information;
using enum Access;

constexpr std::array kInterfaces = {
    PrivateInterface{kOpenType, "chooseAvatar", kUserInfo},
    PrivateInterface{kInputType, "nickname", kUserInfo},
    PrivateInterface{kFunction, "getUserInfo", kUserInfo},
    PrivateInterface{kFunction, "getUserProfile", kUserInfo},
    PrivateInterface{kOpenType, "getUserInfo", kUserInfo},
    PrivateInterface{kFunction, "getLocation", kLocation},
    PrivateInterface{kFunction, "startLocationUpdate", kLocation},
    PrivateInterface{kFunction, "startLocationUpdateBackground", kLocation},
    PrivateInterface{kFunction, "onLocationChange", kLocation},
    PrivateInterface{kFunction, "getFuzzyLocation", kLocation},
    PrivateInterface{kFunction, "createMapContext().moveToLocation", kLocation},
    PrivateInterface{kScope, "scope.userLocation", kLocation},
    PrivateInterface{kScope, "scope.userFuzzyLocation", kLocation},
    PrivateInterface{kScope, "scope.userLocationBackground", kLocation},
    PrivateInterface{kFunction, "choosePoi", kChosenLocation},
    PrivateInterface{kFunction, "chooseLocation", kChosenLocation},
    PrivateInterface{kFunction, "chooseAddress", kAddress},
    PrivateInterface{kFunction, "chooseInvoiceTitle", kInvoice},
    PrivateInterface{kFunction, "chooseInvoice", kInvoice},
    PrivateInterface{kFunction, "getWeRunData", kSteps},
    PrivateInterface{kScope, "scope.werun", kSteps},
    PrivateInterface{kOpenType, "getPhoneNumber", kPhoneNumber},
    PrivateInterface{kOpenType, "getRealtimePhoneNumber", kPhoneNumber},
    PrivateInterface{kFunction, "chooseLicensePlate", kLicensePlate},
    PrivateInterface{kFunction, "chooseImage", kAlbum},
    PrivateInterface{kFunction, "chooseMedia", kAlbum},
    PrivateInterface{kFunction, "chooseVideo", kAlbum},
    PrivateInterface{kFunction, "chooseMessageFile", kMessageFile},
    PrivateInterface{kFunction, "startRecord", kMicrophone},
    PrivateInterface{kFunction, "getRecorderManager().start", kMicrophone},
    PrivateInterface{kFunction, "joinVoIPChat", kMicrophone},
    PrivateInterface{kComponent, "live-pusher", kMicrophone},
    PrivateInterface{kScope, "scope.record", kMicrophone},
    PrivateInterface{kFunction, "createVKSession", kCamera},
    PrivateInterface{kComponent, "camera", kCamera},
    PrivateInterface{kComponent, "live-pusher", kCamera},
    PrivateInterface{kComponent, "voip-room", kCamera},
    PrivateInterface{kScope, "scope.camera", kCamera},
    PrivateInterface{kFunction, "openBluetoothAdapter", kBluetooth},
    PrivateInterface{kFunction, "createBLEPeripheralServer", kBluetooth},
    PrivateInterface{kFunction, "saveImageToPhotosAlbum", kAlbumWrite},
    PrivateInterface{kFunction, "saveVideoToPhotosAlbum", kAlbumWrite},
    PrivateInterface{kFunction, "addPhoneContact", kContacts},
    PrivateInterface{kFunction, "addPhoneCalendar", kCalendar},
    PrivateInterface{kFunction, "addPhoneRepeatCalendar", kCalendar},
    PrivateInterface{kFunction, "startAccelerometer", kAccelerometer},
    PrivateInterface{kFunction, "startCompass", kCompass},
    PrivateInterface{kFunction, "startDeviceMotionListening", kDeviceMotion},
    PrivateInterface{kFunction, "startGyroscope", kGyroscope},
    PrivateInterface{kFunction, "setClipboardData", kClipboard},
    PrivateInterface{kFunction, "getClipboardData", kClipboard},
};

constexpr std::array<std::string_view, 8> kLocationInterfaces = {"getFuzzyLocation",
                                                                 "getLocation",
                                                                 "onLocationChange",
                                                                 "startLocationUpdate",
                                                                 "startLocationUpdateBackground",
                                                                 "chooseLocation",
                                                                 "choosePoi",
                                                                 "chooseAddress"};
constexpr std::array<std::string_view, 4> kExact = {
    "getLocation", "onLocationChange", "startLocationUpdate", "startLocationUpdateBackground"};

int order(Reach reach) {
  return static_cast<int>(reach);
}

}  // namespace

std::span<const PrivateInterface> private_interfaces() {
  return kInterfaces;
}
std::span<const std::string_view> location_interfaces() {
  return kLocationInterfaces;
}

bool is_exact_location(std::string_view name) {
  return std::ranges::find(kExact, name) != kExact.end();
}

std::string_view scope_of(std::string_view function) {
  if (function == "startLocationUpdateBackground") return "scope.userLocationBackground";
  if (function == "getFuzzyLocation") return "scope.userFuzzyLocation";
  if (function == "getLocation" || function == "startLocationUpdate") return "scope.userLocation";
  return "";
}

Text name(Information information) {
  switch (information) {
    case kUserInfo:
      return {"昵称、头像", "nickname and avatar"};
    case kLocation:
      return {"位置信息", "location"};
    case kChosenLocation:
      return {"选择的位置", "the place chosen"};
    case kAddress:
      return {"收货地址", "the delivery address"};
    case kInvoice:
      return {"发票信息", "invoices"};
    case kSteps:
      return {"微信运动步数", "steps"};
    case kPhoneNumber:
      return {"手机号", "the phone number"};
    case kLicensePlate:
      return {"车牌号", "the licence plate"};
    case kAlbum:
      return {"选中的照片或视频", "photos and films chosen"};
    case kMessageFile:
      return {"选中的文件", "files chosen"};
    case kMicrophone:
      return {"麦克风", "the microphone"};
    case kCamera:
      return {"摄像头", "the camera"};
    case kBluetooth:
      return {"蓝牙", "bluetooth"};
    case kAlbumWrite:
      return {"相册（仅写入）", "the album, for writing"};
    case kContacts:
      return {"通讯录（仅写入）", "contacts, for writing"};
    case kCalendar:
      return {"日历（仅写入）", "the calendar, for writing"};
    case kAccelerometer:
      return {"加速传感器", "the accelerometer"};
    case kCompass:
      return {"磁场传感器", "the compass"};
    case kDeviceMotion:
      return {"方向传感器", "the direction sensor"};
    case kGyroscope:
      return {"陀螺仪传感器", "the gyroscope"};
    case kClipboard:
      break;
  }
  return {"剪切板", "the clipboard"};
}

std::vector<PrivateUse> private_uses(const Program& program) {
  std::vector<PrivateUse> out;
  for (const auto& interface : kInterfaces) {
    const auto take = [&](const SourceFile* file, syntax::Span span) {
      out.push_back({&interface, file, span});
    };
    if (interface.access == kFunction) {
      for (const auto* use : program.uses_of(interface.name)) take(use->file, use->span);
    } else if (interface.access == kScope) {
      for (const auto* use : program.uses_of("authorize")) {
        if (use->argument("scope") == interface.name) take(use->file, use->span);
      }
    } else if (interface.access == kOpenType) {
      for (const auto& use : program.open_types()) {
        if (use.open_type->value == interface.name) take(use.file, use.open_type->span);
      }
    } else {
      for (const auto& use : program.elements()) {
        const bool component = interface.access == kComponent && use.name == interface.name;
        const bool input = interface.access == kInputType && use.name == "input" &&
                           use.attribute("type") == interface.name;
        if (component || input) take(use.file, use.element->name_span);
      }
    }
  }
  std::ranges::stable_sort(out, {}, [](const PrivateUse& use) {
    return std::tuple(std::string_view(use.file->path), use.span.begin);
  });
  return out;
}

const PlatformUse* first_use(const Program& program, std::string_view name) {
  const PlatformUse* best = nullptr;
  for (const auto* use : program.uses_of(name)) {
    if (best == nullptr || order(use->file->reach) < order(best->file->reach)) best = use;
  }
  return best;
}

Reach reach_of_use(const Program& program, std::string_view name) {
  const auto* use = first_use(program, name);
  return use == nullptr ? Reach::kUnreached : use->file->reach;
}

std::vector<Declared> declared_private_infos(const Context& context) {
  std::vector<Declared> out;
  const auto* app = context.app();
  const auto* list = app == nullptr ? nullptr : app->find("requiredPrivateInfos");
  if (list == nullptr) return out;
  for (const auto& item : list->items) out.push_back({item.text, item.span});
  return out;
}

bool declares(const std::vector<Declared>& declared, std::string_view name) {
  return std::ranges::any_of(declared, [&](const Declared& item) { return item.name == name; });
}

std::string api_name(std::string_view function) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kObjects = {{
      {"createMapContext().", "MapContext."},
      {"getRecorderManager().", "RecorderManager."},
  }};
  for (const auto& [made, object] : kObjects) {
    if (function.starts_with(made)) {
      return std::string(object) + std::string(function.substr(made.size()));
    }
  }
  return "wx." + std::string(function);
}

}  // namespace baobei::check

#include "forms.h"

#include <gtest/gtest.h>

namespace baobei::api {
namespace {

const std::string kH = "wxh00000000000000f";
const std::string kPng = "\x89PNG\r\n\x1A\n picture";

std::string member_of(const Reply& reply, const char* name) {
  return std::string(reply.json().at(name).as_string());
}

// A step that erases: refused for its form, its sender and its target, tried, done, done before.
void erases(Contract& contract, const Call& erase, const Path& nothing) {
  Call other = erase;
  other.who = "reviewer";
  contract.send(other, 403);
  other = erase;
  other.path = nothing;
  contract.send(other, 404);
  other = erase;
  other.query = "?dry_run=x";
  contract.send(other, 400);
  contract.send(too_long(erase), 413);
  other.query = "?dry_run=true";
  contract.send(other, 200);
  contract.send(erase, 200);
  contract.send(erase, 404);
}

void tell_of_pictures(Contract& contract, const std::string& shown) {
  const Call upload{"uploadFormPicture", "developer", {kH}, kPng};
  const auto id = member_of(contract.send(upload, 201), "picture");
  Call wrong = upload;
  wrong.body = "";
  contract.send(wrong, 400);
  wrong.body = "text";
  contract.send(wrong, 415);
  wrong = upload;
  wrong.who = "reviewer";
  contract.send(wrong, 403);
  wrong = upload;
  wrong.path = {kNowhere};
  contract.send(wrong, 404);
  contract.send(too_long(upload, std::size_t{11} << 20), 413);
  contract.send({"listFormPictures", "reviewer", {kH}}, 200);
  contract.send({"listFormPictures", "officer_44", {kH}}, 404);
  contract.send({"downloadFormPicture", "reviewer", {kH, shown}}, 200);
  contract.send({"downloadFormPicture", "reviewer", {kH, id}}, 404);
  erases(contract, {"eraseFormPicture", "developer", {kH, id}}, {kH, "pic_nothing"});
}

}  // namespace

void tell_of_forms(Story& story) {
  auto& contract = story.contract;
  story.registers(kH);
  const auto digest = story.uploads(kH, "with a form");
  const auto shown =
      member_of(contract.send({"uploadFormPicture", "developer", {kH}, kPng}, 201), "picture");
  const std::string body = R"({"digest":")" + digest +
                           R"(","categories":["social-forum"],"pictures":[")" + shown +
                           R"("],"ugc":{"scenes":["text"],"methods":["people"],"text":"先审后发"},)"
                           R"("test_account":{"account":"tester","password":"word"}})";
  const Call submit{"submit", "developer", {kH}, body};
  Call tried = submit;
  tried.query = "?dry_run=true";
  const auto outlook = contract.send(tried, 200).json().at("outlook");
  EXPECT_TRUE(outlook.at("files").as_bool());
  contract.send(submit, 201);
  story.wait_until(kH, "1", "reviewing");
  contract.send({"getSubmission", "reviewer", {kH, "1"}}, 200);
  const auto account = contract.send({"getTestAccount", "reviewer", {kH, "1"}}, 200);
  EXPECT_EQ(member_of(account, "password"), "word");
  contract.send({"getTestAccount", "developer", {kH, "1"}}, 403);
  contract.send({"getTestAccount", "reviewer", {kH, "9"}}, 404);
  tell_of_pictures(contract, shown);
  erases(contract, {"eraseTestAccount", "developer", {kH, "1"}}, {kH, "9"});
}

}  // namespace baobei::api

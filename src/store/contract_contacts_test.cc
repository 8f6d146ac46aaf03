// What a store does with contacts of subjects, and how mini-programs and filings are found by them.
#include "engine/contact_ports.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::ContactRow;
using engine::Page;
using lifecycle::Role;
using testing::ElementsAre;
using testing::IsEmpty;

class ContactsContract : public StoreContract {
 protected:
  ContactRow row(const std::string& subject, const std::string& phone) {
    return {subject, "sealed of " + subject + phone, sha256(phone), "person-1", at(1)};
  }
  engine::Contacts& contacts_ = world_->contacts();
};

TEST_P(ContactsContract, are_one_for_each_subject_and_found_by_the_hash_alone) {
  EXPECT_FALSE(contacts_.find("sub-a").value().has_value());
  for (const auto* subject : {"sub-b", "sub-a", "sub-c"}) {
    ASSERT_TRUE(contacts_.put(row(subject, "one")));
  }
  ASSERT_TRUE(contacts_.put(row("sub-c", "two")));
  EXPECT_THAT(contacts_.subjects_by_phone(sha256("one")).value(), ElementsAre("sub-a", "sub-b"));
  EXPECT_THAT(contacts_.subjects_by_phone(sha256("two")).value(), ElementsAre("sub-c"));
  const auto kept = contacts_.find("sub-c").value();
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->sealed, "sealed of sub-ctwo");
  EXPECT_EQ(kept->changed_by, "person-1");
  EXPECT_EQ(kept->changed_at, at(1));
  ASSERT_TRUE(contacts_.remove("sub-a"));
  ASSERT_TRUE(contacts_.remove("sub-a"));
  EXPECT_FALSE(contacts_.find("sub-a").value().has_value());
  EXPECT_THAT(contacts_.subjects_by_phone(sha256("one")).value(), ElementsAre("sub-b"));
}

TEST_P(ContactsContract, of_one_number_are_looked_at_up_to_a_limit) {
  for (std::size_t i = 0; i < engine::kSubjectsOfPhoneMax + 3; ++i) {
    ASSERT_TRUE(contacts_.put(row("sub-" + std::to_string(1'000 + i), "one")));
  }
  const auto subjects = contacts_.subjects_by_phone(sha256("one")).value();
  ASSERT_EQ(subjects.size(), engine::kSubjectsOfPhoneMax);
  EXPECT_EQ(subjects.front(), "sub-1000");
}

// wx1 of sub-a and org-1, wx2 of sub-b and org-2, wx3 of sub-b and org-1, each with a filing.
void put_three(engine::Store& store) {
  struct Line {
    const char* app;
    const char* org;
    const char* subject;
    const char* region;
  };
  for (const Line& line : {Line{"wx1", "org-1", "sub-a", "33"}, Line{"wx2", "org-2", "sub-b", "33"},
                           Line{"wx3", "org-1", "sub-b", "44"}}) {
    auto write = fake_write(line.app);
    write.row.owner = line.org;
    write.row.subject = line.subject;
    write.row.region = line.region;
    write.submissions = {fake_submission(1, lifecycle::SubmissionState::kFiling, {}, at(1))};
    auto entry = fake_entry(1, 1, line.region, lifecycle::EntryState::kRunning, at(1));
    entry.channel = line.region == std::string("33") ? lifecycle::Channel::kDesk
                                                     : lifecycle::Channel::kTranscribed;
    write.entries = {entry};
    EXPECT_TRUE(store.put_app_name({line.app, line.app}));
    put(store, write);
  }
}

TEST_P(ContactsContract, lead_to_the_mini_programs_that_one_may_see) {
  put_three(store_);
  const auto find = [&](const engine::Viewer& viewer, std::vector<lifecycle::SubjectId> subjects) {
    std::vector<std::string> apps;
    Page page;
    page.limit = 1;  // every page ends in between
    do {
      const auto list = world_->search().find(viewer, {"no name", subjects}, page).value();
      for (const auto& found : list.rows) apps.push_back(found.app);
      page.after = list.next;
    } while (!page.after.empty());
    return apps;
  };
  EXPECT_THAT(find(everything(), {"sub-b"}), ElementsAre("wx2", "wx3"));
  EXPECT_THAT(find(everything(), {"sub-a", "sub-b"}), ElementsAre("wx1", "wx2", "wx3"));
  EXPECT_THAT(find(everything(), {}), IsEmpty());
  EXPECT_THAT(find(viewer_of({Role::kDeveloper}, "org-1"), {"sub-a", "sub-b"}),
              ElementsAre("wx1", "wx3"));
  EXPECT_THAT(find(viewer_of({Role::kDeveloper}, "org-2"), {"sub-a"}), IsEmpty());
  EXPECT_THAT(find(viewer_of({Role::kOfficer}, "office", "44"), {"sub-a", "sub-b"}),
              ElementsAre("wx3"));
  // What the words find as well comes once.
  const auto both = world_->search().find(everything(), {"wx", {"sub-b"}}, {}).value();
  EXPECT_EQ(both.rows.size(), 3U);
}

TEST_P(ContactsContract, lead_to_filings_and_channels_narrow_them) {
  put_three(store_);
  const auto find = [&](const engine::Viewer& viewer, const engine::FilingFilter& filter) {
    std::vector<std::string> apps;
    const auto list = world_->search().filings(viewer, filter, {}).value();
    for (const auto& found : list.rows) apps.push_back(found.app);
    return apps;
  };
  engine::FilingFilter by_phone;
  by_phone.words = "no name";
  by_phone.subjects = {"sub-b"};
  EXPECT_THAT(find(everything(), by_phone), ElementsAre("wx2", "wx3"));
  EXPECT_THAT(find(viewer_of({Role::kOfficer}, "office", "33"), by_phone), ElementsAre("wx2"));
  EXPECT_THAT(find(viewer_of({Role::kOfficer}, "office", "11"), by_phone), IsEmpty());
  engine::FilingFilter by_channel;
  by_channel.channels = {lifecycle::Channel::kTranscribed};
  EXPECT_THAT(find(everything(), by_channel), ElementsAre("wx3"));
  by_channel.channels.push_back(lifecycle::Channel::kDesk);
  EXPECT_THAT(find(everything(), by_channel), ElementsAre("wx1", "wx2", "wx3"));
  by_channel.channels = {lifecycle::Channel::kHandOver};
  EXPECT_THAT(find(everything(), by_channel), IsEmpty());
  const auto rows = reader_.entries(everything(), {}, {}).value().rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[2].row.channel, lifecycle::Channel::kTranscribed);
}

TEST_P(ContactsContract, leave_the_lists_of_one_service_state_right_whatever_changes) {
  using lifecycle::ServiceState;
  put_three(store_);
  const auto of = [&](ServiceState state, const engine::Viewer& viewer) {
    engine::AppFilter filter;
    filter.service = state;
    std::vector<std::string> apps;
    const auto list = reader_.apps_where(viewer, filter, {});
    for (const auto& row : list.value().rows) apps.push_back(row.app);
    return apps;
  };
  const auto developer = viewer_of({Role::kDeveloper}, "org-1");
  const auto officer = viewer_of({Role::kOfficer}, "office", "33");
  EXPECT_THAT(of(ServiceState::kNeverServed, developer), ElementsAre("wx1", "wx3"));
  auto write = fake_write("wx1", after(fake_write("wx1")));
  write.row = {"org-1", "sub-a", "33", ServiceState::kServed, at(2)};
  write.agencies = {"org-2"};
  put(store_, write);
  EXPECT_THAT(of(ServiceState::kNeverServed, developer), ElementsAre("wx3"));
  EXPECT_THAT(of(ServiceState::kServed, developer), ElementsAre("wx1"));
  EXPECT_THAT(of(ServiceState::kServed, officer), ElementsAre("wx1"));
  EXPECT_THAT(of(ServiceState::kNeverServed, officer), ElementsAre("wx2"));
  EXPECT_THAT(of(ServiceState::kServed, viewer_of({Role::kDeveloper}, "org-2")),
              ElementsAre("wx1"));
  EXPECT_THAT(of(ServiceState::kServed, everything()), ElementsAre("wx1"));
}

INSTANTIATE_TEST_SUITE_P(Stores, ContactsContract, testing::ValuesIn(store_kinds()),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace baobei::store

// The first steps of a mini-program of sub-1 and org-dev through the house, for tests of what comes
// after them. Each step has to be accepted. Threads: the one that owns the world.
#pragma once

#include "rights/world.h"

namespace baobei::test {

lifecycle::Actor developer();
lifecycle::Actor house_operator();

void must(RightsWorld& world, const std::string& app, lifecycle::Actor who,
          lifecycle::CommandData data);
// A version of the mini-program, and the category for its subject.
void has_version(RightsWorld& world, const std::string& app, const Digest& digest,
                 const std::string& category);
void is_registered(RightsWorld& world, const std::string& app);
// Its first submission, which the checker passes with `report`.
void is_submitted(RightsWorld& world, const std::string& app, const Digest& digest,
                  const std::string& category, const Digest& report = sha256("report"));
// The revision that a reviewer of its first submission has read.
lifecycle::Revision review_revision(RightsWorld& world, const std::string& app);
// `filed`: the category is one whose content is in the version; none: no filing follows.
void is_passed(RightsWorld& world, const std::string& app, const Digest& digest,
               lifecycle::Revision read, std::vector<std::string> filed = {});
// One that is registered, with a filing category, before the office of region 33.
void is_before_the_office(RightsWorld& world, const std::string& app, const Digest& digest,
                          lifecycle::Channel channel);

}  // namespace baobei::test

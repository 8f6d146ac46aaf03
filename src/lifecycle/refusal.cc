#include "lifecycle/refusal.h"

#include <array>

#include "base/result.h"

namespace baobei::lifecycle {
namespace {

using enum Refusal;
using enum RefusalClass;

// In the order of the enum; checked below.
constexpr auto kTexts = std::to_array<RefusalText>({
    {kNotRegistered, kUnknown, "R1", "没有这个小程序。", "There is no such mini-program.",
     "核对小程序 ID，或请运营方先登记。", "Check the app id, or ask the operator to register it."},
    {kAlreadyRegistered, kConflict, "R1", "这个小程序已经登记。",
     "This mini-program is registered already.", "直接使用它；主体变更请走主体变更。",
     "Use it; a change of subject is an operation of its own."},
    {kNoRight, kForbidden, "R7", "你的角色不能执行这个操作。", "Your role may not do this.",
     "请让有此权限的人来做。", "Ask somebody whose role may."},
    {kNotYourMiniProgram, kUnknown, "R10b", "没有这个小程序，或你的组织无权处理它。",
     "There is no such mini-program, or your organisation has no right on it.",
     "服务商请核对授权是否已结束。", "Agencies: check whether the authorisation has ended."},
    {kNotYourRegion, kUnknown, "R10", "这个报备不在你的属地。",
     "This filing is not of your region.", "由主体属地的网信部门处理。",
     "The office of the subject's region answers it."},
    {kUnknownSubmission, kUnknown, "R1", "没有这个提审。", "There is no such submission.",
     "核对提审序号。", "Check the number of the submission."},
    {kUnknownEntry, kUnknown, "R13a", "没有这个报备条目。", "There is no such filing entry.",
     "核对条目序号。", "Check the number of the entry."},
    {kUnknownAnswer, kUnknown, "R21b", "没有这个答复。", "There is no such answer.",
     "核对答复序号。", "Check the number of the answer."},
    {kUnknownOrder, kUnknown, "R21", "没有这个下架命令。", "There is no such order.",
     "核对命令序号。", "Check the number of the order."},
    {kOwnCase, kForbidden, "R7", "不能审理自己或所在组织提交的案件。",
     "Nobody decides on what they or their organisation submitted.",
     "请其他组织（运营方自有小程序：其他部门）的审核员处理。",
     "A reviewer of another organisation decides; for the operator's own mini-programs, of another "
     "unit."},
    {kSamePerson, kForbidden, "R4", "需要另一个人来完成第二步。",
     "The second step takes a second person.", "请另一位有权的同事签署或决定。",
     "Ask a colleague with the right to sign or decide."},
    {kNotYourAnswer, kForbidden, "R21b", "只有作出答复的一方可以修改或撤销它。",
     "Only whoever gave an answer may change or revoke it.", "请联系作出答复的网信部门。",
     "Turn to the office that gave it."},
    {kNotYourOrder, kForbidden, "R21b", "只有下达命令的一方可以撤销或签署它。",
     "Only whoever gave an order may revoke or sign it.", "请联系下达命令的一方。",
     "Turn to whoever gave it."},
    {kNotInState, kConflict, "R1", "当前状态下不能执行这个操作。",
     "This cannot be done in the present state.", "刷新案件，查看现在可以做什么。",
     "Look at the case again: it says what can be done now."},
    {kOrderOfAnswer, kConflict, "R21b", "这个命令随答复而来，在执行之前不能单独撤销。",
     "This order came with an answer; until it is carried out it is not revoked apart from it.",
     "撤销或替换那个答复，命令随之失效。",
     "Revoke or replace the answer; the order falls with it."},
    {kStaleDigest, kStale, "R7", "代码包摘要与案件不一致。", "The digest is not that of the case.",
     "打开现在的版本再决定。", "Open the present version and decide again."},
    {kStaleRevision, kStale, "R7", "案件已变，决定未提交。",
     "The case has changed; the decision was not taken.", "查看变化再决定，草稿已保留。",
     "Review the changes and decide again; the draft is kept."},
    {kAppealWindowClosed, kConflict, "R8", "申诉期已过。", "The time to appeal is over.",
     "修改后重新提审。", "Mend it and submit again."},
    {kAlreadyAppealed, kConflict, "R8", "这次审核已经申诉过。",
     "This refusal was appealed already.", "等待申诉结果，或重新提审。",
     "Await the outcome, or submit again."},
    {kNothingDue, kConflict, "R13", "没有到期事项。", "Nothing is due.", "无需操作。",
     "There is nothing to do."},
    {kPackageUnknown, kConflict, "R1", "没有这个代码包。", "There is no such package.",
     "先上传代码包，再用返回的摘要提审。",
     "Upload the package first, then submit the digest it returns."},
    {kVersionBarred, kConflict, "R3", "此版本不得再发布。", "This version is barred.",
     "按整改项修改，提交新版本。", "Rectify the points and submit a new version."},
    {kVersionBarredEverywhere, kConflict, "R3", "此代码包已被运营方明令禁止。",
     "An operator's order bars this package everywhere.", "对该命令提出申诉，或提交不同的代码。",
     "Appeal against the order, or submit other code."},
    {kOneInReview, kConflict, "R1", "已有一个版本在检查、审核或待补充。",
     "A version is already being checked, reviewed or waited for.", "等待结果，或先撤回它。",
     "Await its outcome, or withdraw it first."},
    {kOneBeforeTheOffice, kConflict, "R1", "已有版本在报备或预上线，这个版本也需要报备。",
     "A version is in filing or pre-launch, and this one needs a filing too.",
     "等待答复、撤回前一版本，或去掉新的报备类目。",
     "Await the answer, withdraw the earlier version, or leave out new filing categories."},
    {kNoCategory, kConflict, "R2", "没有申报任何服务类目。", "No service category is declared.",
     "至少申报一个类目。", "Declare at least one."},
    {kTooManyCategories, kConflict, "R2", "申报的服务类目过多。",
     "Too many service categories are declared.", "只保留内容实际涉及的类目。",
     "Keep those that the content really involves."},
    {kCategoryTwice, kConflict, "R2", "同一类目出现两次。", "A category is named twice.",
     "每个类目写一次。", "Name each category once."},
    {kCategoryUnknown, kConflict, "R2", "没有这个服务类目。", "There is no such service category.",
     "在类目目录中查找正确的类目。", "Look the category up in the catalogue."},
    {kCategoryNotOpen, kConflict, "R2", "这个类目不对此类主体开放。",
     "The category is not open to this kind of subject.", "去掉相关内容；增加类目无济于事。",
     "Remove the content; adding the category cannot help."},
    {kCategoryNotAccepted, kConflict, "R2", "这个类目尚未申请或未被接受。",
     "The category was not applied for, or not accepted.", "提交资质申请，通过后再申报。",
     "Apply with the qualifications, then declare it."},
    {kQualificationLapsed, kConflict, "R2a", "类目的资质已过期。",
     "The qualifications for a category have lapsed.", "更新资质后再试。",
     "Renew them and try again."},
    {kItemUnknown, kConflict, "R22", "没有这个未结的整改项。",
     "There is no such open point to rectify.", "核对整改项序号。",
     "Check the number of the point."},
    {kItemUnanswered, kConflict, "R22", "还有整改项没有回应。",
     "A point to rectify is not answered.", "逐项说明如何整改，再提审。",
     "Say for each point how it was rectified, then submit."},
    {kReasonMissing, kConflict, "R7", "缺少理由或内容。", "A reason or text is missing.",
     "补充后重试。", "Add it and try again."},
    {kCategoryNotDeclared, kConflict, "R9", "确认的类目不在申报的报备类目中。",
     "A confirmed category is not among the declared filing categories.",
     "内容涉及未申报的类目时，应判审核不通过。",
     "Where content involves an undeclared category, fail the review."},
    {kChannelMissing, kConflict, "R10a", "属地网信部门没有可用的渠道。",
     "The office of the region cannot be reached by any channel.", "先为该部门设置渠道。",
     "Set a channel for that office first."},
    {kEntryNotOpen, kConflict, "R10a", "这个报备尚未移交网信部门。",
     "The filing was not handed over to the office yet.", "先记录移交。",
     "Record the hand-over first."},
    {kDownByBeyondGrace, kConflict, "R17", "下架时限超过允许的宽限期。",
     "The take-down time lies beyond the grace allowed.", "选择更早的时间，或立即下架。",
     "Choose an earlier instant, or at once."},
    {kNothingToTakeDown, kConflict, "R21", "没有可以下架或禁止的版本。",
     "There is no version to take down or to forbid.", "指明此小程序提交过的版本。",
     "Name a version that this mini-program submitted."},
    {kSubjectUnchanged, kConflict, "R19", "主体信息没有变化。", "The subject is unchanged.",
     "无需操作。", "There is nothing to do."},
    {kAlreadyAuthorised, kConflict, "R10b", "该组织已经有权处理此小程序。",
     "That organisation has the right already.", "无需操作；要改期限请先结束授权。",
     "Nothing to do; to change the end, end the authorisation first."},
    {kNotAuthorised, kConflict, "R10b", "该组织没有授权。",
     "That organisation has no authorisation.", "核对组织。", "Check the organisation."},
    {kShareOutOfRange, kConflict, "R20", "发布比例必须在 0 到 100% 之间。",
     "The share must lie between 0 and 100 %.", "填写 0–10000（万分比）。",
     "Give 0–10,000, in hundredths of a percent."},
    {kServiceOrdered, kConflict, "R17", "小程序整体处于下架命令之下。",
     "The whole mini-program is under a take-down order.",
     "完成整改并报备通过，或请下达方撤销命令。",
     "Rectify and pass the filing, or ask whoever gave the order to revoke it."},
    {kVersionOrdered, kConflict, "R21", "此版本处于下架命令之下。",
     "This version is under a take-down order.", "发布不受影响的版本。",
     "Release a version that is not affected."},
    {kOnlyNarrowing, kConflict, "R17", "下架时限之前只能缩小范围、回退到未受影响的版本或下架。",
     "Until the take-down time only narrowing, a roll-back to an unaffected version or a take-down "
     "is accepted.",
     "缩小比例、回退版本或立即下架。", "Lower the share, roll back, or take it down."},
    {kServiceIsSuspended, kConflict, "R20", "小程序已由你暂停服务。",
     "You have suspended the service.", "先恢复服务。", "Resume the service first."},
    {kFilingMissing, kConflict, "R9", "此版本涉及的报备类目现在没有有效的报备。",
     "A filing category of this version has no valid filing now.", "重新提审，报备后再发布。",
     "Submit again; it will be filed before release."},
    {kHeldBack, kConflict, "R13", "报备渠道在期满前中断过，发布顺延。",
     "The office's door was closed before the end; release is held back as long.",
     "到顺延结束时再发布。", "Release when the extension is over."},
    {kShareCapped, kConflict, "R20", "仅因期满未答复而发布时，比例有上限。",
     "While silence is the only ground, the share is capped.", "降低比例，或等待报备通过。",
     "Lower the share, or await the pass."},
    {kNotReleasedBefore, kConflict, "R20", "这个版本没有发布过，不能回退到它。",
     "That version was never released, so there is no roll-back to it.",
     "选择发布过的版本，或正常发布。", "Choose one that was released, or release it."},
    {kNothingServed, kConflict, "R20", "现在没有提供服务的版本。", "Nothing is served now.",
     "先发布一个版本。", "Release a version first."},
});

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    if (kTexts[i].refusal != static_cast<Refusal>(i)) return false;
  }
  return true;
}
static_assert(in_order());
static_assert(kTexts.size() == static_cast<std::size_t>(Refusal::kNothingServed) + 1);

}  // namespace

const RefusalText& text_of(Refusal refusal) {
  const auto index = static_cast<std::size_t>(refusal);
  CHECK(index < kTexts.size());
  return kTexts[index];
}

}  // namespace baobei::lifecycle

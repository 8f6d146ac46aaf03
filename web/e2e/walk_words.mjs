// What the desks say in the walk, in both languages: buttons, states, notices, sentences.
export const kSaid = {
  zh: {
    // Desks and places.
    noDesk: '你没有审核工作台的权限', noSubmission: '还没有提审', never: '未上线', next: '下一步',
    // Uploading and submitting.
    sendAs: (label) => `上传为 ${label}`, category: '社区', willCheck: '进入自动检查，然后由审核员审核',
    mustFile: '审核通过后还须报备', needsNone: '审核通过后不需要报备', barred: '此版本不得再发布', unanswered: '还有 2 个整改项没有答复', answers: '逐项答复整改',
    // States.
    reviewing: '待审核', waiting: '待补充', refused: '审核不通过', filing: '报备中', preLaunch: '预上线', releasable: '可发布', released: '已发布', wasReleased: '曾发布', failed: '报备未通过', passed: '报备通过', withdrawn: '已撤回', due: '待下架', down: '已下架', discharged: '已解除', noFiling: '无需报备',
    unchecked: '无法检查', signature: '待会签',
    // Notices.
    notice: {checked: '自动检查结束', asked: '待补充', refused: '审核不通过', reopened: '申诉成立，重新审核', filing: '报备中', preLaunch: '预上线', failed: '报备未通过', ordered: '待下架', down: '已下架', passed: '报备通过', dossier: '新的报备材料', withdrawn: '报备已撤回', reviewed: '审核通过', second: '决定待复核'},
    // A reviewer's.
    pass: '审核通过', present: '有，需要报备', startsFiling: '报备周期由下一整秒起计 604,800 秒', reviewPassed: '审核通过，开发者收到站内信', ask: '向开发者提问', asks: '案件转给开发者补充', refuse: '审核不通过', find: '查找理由', evidence: '证据或补充说明', refuses: '开发者收到全部理由', account: '测试账号', decide: '处理申诉', uphold: '申诉成立', decides: '申诉处理完毕', firstOfTwo: '待另一位审核员复核', ofTwo: '须由另一位审核员复核才生效', whyUnchecked: '未完成，不算通过', points: '整改项', answered: '本次提审的答复',
    // A developer's.
    reply: '答复提问', handsBack: '案件交回审核员', appeal: '提出申诉', appeals: '申诉交由另一位审核员处理', withdraw: '撤回提审', withdraws: '报备随之撤回并告知网信部门', release: '发布版本', releases: '用户按比例得到此版本', share: '调整比例', shares: '发布比例调整', rollBack: '回退版本', suspend: '暂停服务', suspends: '用户立即不能使用，随时可恢复', resume: '恢复服务', resumes: '用户可以重新使用',
    // An officer's.
    pass1: '报备通过', fail: '报备未通过', failLate: '提交迟到答复：未通过', late: '将记为迟到', moderation: '内容管理', person: '负责人', firstSignature: '须由另一位经办人会签才生效', sign: '会签答复', signRow: '会签', mine: '等待另一位会签', signed: '答复已会签', willDown: '到期由平台执行', allows: '可以发布', lateAnswer: '迟到答复', answeredInTime: '期内已答复',
    // The next step of a developer.
    say: {
      filing: (end) => `${end} UTC+8 期满。现在无需操作`, preLaunch: '期满未答复，可以发布；之后仍可能有答复', live: '此版本已向全部用户发布', staged: '此版本正向部分用户发布', takeDown: (left) => `${left} 后平台下架`, down: '已下架，用户不能使用。请整改 2 项，提交新版本', releasable: '可以发布。请在', superseded: '此版本已被另一个版本替代', reply: '前答复审核员的提问', appealed: '由另一位审核员处理', refused: '不同意可在', withdrawn: '报备周期从头起算', reviewing: '前审核。现在无需操作', suspended: '你暂停了服务',
    },
    left: (time, days) => `剩余 ${days === 0 ? '' : `${days} 天 `}${time}`, silent: '期满后',
    dark: '用户现在不能使用', darkTitle: '下架用时', endpoint: '服务端停止', completed: '已完成的报备', closed: '已关闭', held: '各方用时', chain: '事件的哈希链在本页完整', move: '拨快 24 小时', day: '24 小时', moved: '沙盒时钟已拨快 24 小时', submissionOf: (n) => `第 ${n} 次提审`,
  },
  en: {
    noDesk: 'You have no right to the Review desk', noSubmission: 'no submission yet', never: 'Never live', next: 'Next step',
    sendAs: (label) => `Upload as ${label}`, category: 'Community', willCheck: 'Goes to the automatic check, then to a reviewer',
    mustFile: 'A filing follows the review', needsNone: 'No filing follows the review', barred: 'This version is barred', unanswered: '2 points are not answered yet', answers: 'Answer each point',
    reviewing: 'To review', waiting: 'Reply wanted', refused: 'Review failed', filing: 'In filing', preLaunch: 'Pre-launch', releasable: 'Ready to release', released: 'Released', wasReleased: 'Was released', failed: 'Filing failed', passed: 'Filing passed', withdrawn: 'Withdrawn', due: 'Take-down due', down: 'Taken down', discharged: 'Discharged', noFiling: 'No filing needed',
    unchecked: 'Could not check', signature: 'Awaits second signature',
    notice: {checked: 'Check finished', asked: 'Waiting for you', refused: 'Review failed', reopened: 'Appeal upheld, review reopened', filing: 'In filing', preLaunch: 'Pre-launch', failed: 'Filing failed', ordered: 'Take-down due', down: 'Taken down', passed: 'Filing passed', dossier: 'A new dossier', withdrawn: 'A filing was withdrawn', reviewed: 'Review passed', second: 'A decision awaits a second signature'},
    pass: 'Pass the review', present: 'Yes: it has to be filed', startsFiling: 'the period runs 604,800 s from the next whole second', reviewPassed: 'Review passed; the developer gets a notice', ask: 'Ask the developer', asks: 'Hands the case to the developer', refuse: 'Fail the review', find: 'Find a reason', evidence: 'Evidence', refuses: 'gets every reason', account: 'account', decide: 'Decide the appeal', uphold: 'Uphold the appeal', decides: 'Decides the appeal', firstOfTwo: 'another reviewer must approve it', ofTwo: 'another reviewer must approve before it takes effect', whyUnchecked: 'did not finish: not a pass', points: 'Points to rectify', answered: 'Answer of this submission',
    reply: 'Reply', handsBack: 'Hands the case back to the reviewer', appeal: 'Appeal', appeals: 'Another reviewer decides the appeal', withdraw: 'Withdraw', withdraws: 'Withdraws the filing and tells the authority', release: 'Release version', releases: 'Users get this version by share', share: 'Set percentage', shares: 'Changes the percentage', rollBack: 'Roll back', suspend: 'Pause service', suspends: 'Users cannot use it from now on', resume: 'Resume service', resumes: 'Users can use it again',
    pass1: 'Pass filing', fail: 'Fail filing', failLate: 'Send late answer: fail', late: 'recorded as late', moderation: 'moderation', person: 'answers for the content', firstSignature: 'another officer must sign before it takes effect', sign: 'Sign answer', signRow: 'Sign', mine: 'Another one signs', signed: 'answer signed', willDown: 'the platform carries it out when due', allows: 'can release', lateAnswer: 'Late answer', answeredInTime: 'Answered in time',
    say: {
      filing: (end) => `until ${end} UTC+8. Nothing to do now`, preLaunch: 'Period over, no answer. You may release; one may still come', live: 'This version is live for all users', staged: 'live for a part of users', takeDown: (left) => `Platform take-down in ${left}`, down: 'Taken down: users cannot use it. Rectify 2 points', releasable: 'You can release. Do it by', superseded: 'Another version has taken its place', reply: 'Reply to the reviewer by', appealed: 'another reviewer decides', refused: 'to object, appeal by', withdrawn: 'a filing then starts from zero', reviewing: 'The review is due by', suspended: 'You paused the service',
    },
    left: (time, days) => `Left ${days === 0 ? '' : `${days} day${days === 1 ? '' : 's'} `}${time}`, silent: 'Over for',
    dark: 'Users cannot use it now', darkTitle: 'Time to dark', endpoint: 'Endpoint dark', completed: 'Completed filings', closed: 'closed', held: 'Time held by', chain: 'The chain of hashes is whole on this page', move: 'Move by 24 hours', day: '24 hours', moved: 'The sandbox clock moved by 24 hours', submissionOf: (n) => `submission ${n}`,
  },
}

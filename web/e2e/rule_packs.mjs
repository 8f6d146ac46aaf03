// A pack of rules for the browser tests: it finds every package that says the word, and its own example
// says what that is to come to.
export const packOf = (expect, {id, title = '<b>单位换算</b>', word = '单位换算'}) => `id = "${id}"
version = "1"
error = true
title = { zh = "${title}", en = "Conversion of units" }
why = { zh = "试行规则", en = "A rule on trial" }
what_to_do = { zh = "无需处理", en = "Nothing to do" }

[[terms]]
id = "word"
words = ["${word}"]

[[combination]]
level = "high"
needs = ["word"]
message = { zh = "出现该词", en = "the word is there" }

[[example]]
name = "found"
expect = "${expect}"
texts = ["text: ${word}"]

[[example]]
name = "harmless"
expect = "none"
texts = ["text: 天气"]
`
// As a browser takes it: a pack's file is called as the pack.
export const packFile = (id, text) => ({name: `${id}.toml`, mimeType: 'application/toml', buffer: Buffer.from(text)})

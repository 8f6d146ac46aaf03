// The language front-ends of a mini-program: scripts, templates, style sheets. Each reads one text,
// takes any bytes whatever, never throws, and says what stands there and where.
//
// How the parts hang together: source.h has places and pieces of text with their roles; script.h
// reads JavaScript, TypeScript and WXS over the tree of js_tree.h; wxml.h and wxss.h read templates
// and styles. What leads from one file to another is for the caller (check/program.h).
// Threads: pure functions.
#pragma once

#include "syntax/script.h"
#include "syntax/source.h"
#include "syntax/wxml.h"
#include "syntax/wxss.h"

// Telephone numbers as people type them. The server alone knows whose they are: it looks for the whole
// number, however it is written, and a page cannot tell from a row that it was found by one.
const kDigitsLeast = 7

export const isPhone = (words: string): boolean => /^\+?[\d\s()（）-]+$/.test(words.trim()) && words.replace(/\D/g, '').length >= kDigitsLeast

// +861012345678 as it is read: the country's code apart.
export const phoneText = (e164: string): string => e164.replace(/^\+86/, '+86 ')

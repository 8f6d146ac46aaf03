// Rows of a record that say the same one after the other, told once with how many they are.

export interface Folded<Row> {
  row: Row // the first of them
  times: number
}

// `sameness`: what a row says, as text; neighbours that say the same are one.
export function folded<Row>(rows: readonly Row[], sameness: (row: Row) => string): Folded<Row>[] {
  const told: (Folded<Row> & {said: string})[] = []
  for (const row of rows) {
    const said = sameness(row)
    const last = told.at(-1)
    if (last?.said === said) last.times += 1
    else told.push({row, times: 1, said})
  }
  return told.map(({row, times}) => ({row, times}))
}

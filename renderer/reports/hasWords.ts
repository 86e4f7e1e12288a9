// Whether something was typed.
export const hasWords = (text: string): boolean => text.trim() !== '';

// Greek: one picture with its caption, attention, tags and history.
import { captions, photos, plural } from './elPlurals.ts';
import type { enDetail } from './enDetail.ts';
import { count, percent } from './format.ts';

export const elDetail: typeof enDetail = {
  detail: {
    label: 'Φωτογραφία',
    back: 'Πίσω σε όλες τις φωτογραφίες',
    previous: 'Προηγούμενη φωτογραφία',
    next: 'Επόμενη φωτογραφία',
    position: (at, of) => `${count(at)} από ${count(of)}`,
    inspector: 'Λεζάντα και λεπτομέρειες',
    chooseOne: 'Επιλέξτε μια φωτογραφία για να δείτε τη λεζάντα, τις ετικέτες και πού κοίταξε το μοντέλο.',
    loading: 'Ανάγνωση',
    size: (width, height) => `${String(width)} × ${String(height)} εικονοστοιχεία`,
    fullName: 'Όνομα αρχείου',
  },

  caption: {
    heading: 'Λεζάντα',
    field: 'Λεζάντα',
    byModel: 'Από το μοντέλο',
    byModelUnsure: 'Από το μοντέλο, με επιφύλαξη',
    byPerson: 'Από εσάς',
    nobody: 'Χωρίς λεζάντα ακόμη',
    sure: (probability) => `Σωστή με πιθανότητα ${percent(probability)}`,
    accept: 'Αποδοχή',
    acceptHint: (keys) => `Αποδοχή της λεζάντας του μοντέλου ως δικής σας (${keys})`,
    saving: 'Αποθηκεύεται',
    saved: 'Αποθηκεύτηκε',
    unsaved: 'Δεν αποθηκεύτηκε ακόμη',
    keys: (save, accepts) =>
      `${save} για ${accepts ? 'αποδοχή' : 'αποθήκευση'}, Escape για ${accepts ? 'έξοδο' : 'επαναφορά'}`,
    hint: 'Αποθηκεύεται καθώς γράφετε.',
    emptied:
      'Η λεζάντα δεν μπορεί να είναι κενή, γι’ αυτό επανήλθε η προηγούμενη. Για να φύγουν και οι δύο, αφαιρέστε τη φωτογραφία.',
    late: 'Το μοντέλο λέει τώρα',
    useLate: 'Χρήση',
    notSaved: 'Το κείμενό σας είναι ακόμη εδώ, αλλά δεν αποθηκεύτηκε:',
    placeholderWaiting: 'Η λεζάντα έρχεται σύντομα. Μπορείτε επίσης να γράψετε τη δική σας.',
    placeholder: 'Γράψτε μια λεζάντα',
    restoredSaid: 'Η λεζάντα επανήλθε.',
    acceptedSaid: 'Η λεζάντα έγινε δεκτή.',
    copy: 'Αντιγραφή',
    copied: 'Η λεζάντα αντιγράφηκε.',
    copiedMany: (n) =>
      plural(n, { one: `Αντιγράφηκε ${captions(n)}.`, other: `Αντιγράφηκαν ${captions(n)}.` }),
    nothingToCopy: 'Δεν υπάρχει ακόμη λεζάντα για αντιγραφή.',
    redo: 'Νέα λεζάντα…',
    revert: 'Πίσω στη λεζάντα του μοντέλου',
    reverted: 'Η λεζάντα του μοντέλου επανήλθε.',
  },

  redo: {
    heading: 'Νέα λεζάντα από το μοντέλο',
    beam: 'Πλάτος αναζήτησης',
    beamHint: 'Πόσες προτάσεις εξετάζει μαζί. Το μεγαλύτερο πλάτος είναι πιο αργό και συχνά καλύτερο.',
    nBest: 'Εναλλακτικές',
    nBestHint: 'Πόσες προτάσεις δίνει.',
    run: 'Νέα λεζάντα',
    runMany: (n) => plural(n, { one: `${count(n)} νέα λεζάντα`, other: `${count(n)} νέες λεζάντες` }),
    keeps: 'Όποια λεζάντα γράψατε εσείς μένει.',
    started: (n) =>
      plural(n, {
        one: 'Ζητήθηκε νέα λεζάντα από το μοντέλο.',
        other: `Ζητήθηκαν νέες λεζάντες για ${photos(n)}.`,
      }),
  },

  alternatives: {
    heading: 'Εναλλακτικές',
    use: 'Χρήση:',
    inUse: 'Σε χρήση',
    none: 'Καμία ακόμη.',
    picked: 'Η εναλλακτική επιλέχθηκε.',
  },

  attention: {
    heading: 'Πού κοίταξε το μοντέλο',
    hint: 'Δείξτε μια λέξη ή χρησιμοποιήστε τα βέλη.',
    words: 'Οι λέξεις της λεζάντας του μοντέλου',
    style: 'Εμφάνιση ως',
    styles: { light: 'Φως', outline: 'Περίγραμμα', numbers: 'Αριθμοί' },
    word: (probability, where) => `βεβαιότητα ${percent(probability)}, ${where}`,
    readout: (probability) => `βεβαιότητα ${percent(probability)}`,
    looked: {
      topLeft: 'κοίταξε πάνω αριστερά',
      top: 'κοίταξε πάνω',
      topRight: 'κοίταξε πάνω δεξιά',
      left: 'κοίταξε αριστερά',
      centre: 'κοίταξε στο κέντρο',
      right: 'κοίταξε δεξιά',
      bottomLeft: 'κοίταξε κάτω αριστερά',
      bottom: 'κοίταξε κάτω',
      bottomRight: 'κοίταξε κάτω δεξιά',
      everywhere: 'κοίταξε όλη την εικόνα',
    },
    none: 'Εμφανίζεται μόλις το μοντέλο γράψει λεζάντα για τη φωτογραφία.',
    share: (value) => percent(value),
  },

  tags: {
    heading: 'Ετικέτες',
    none: 'Καμία ακόμη.',
    all: (n) => `Εμφάνιση όλων (${count(n)})`,
    fewer: 'Εμφάνιση λιγότερων',
  },

  history: {
    heading: (n) => `Ιστορικό (${count(n)})`,
    byModel: 'Μοντέλο',
    byPerson: 'Εσείς',
    use: 'Χρήση',
    again: 'ξανά:',
    model: 'Μοντέλο',
  },

  failed: {
    heading: 'Χωρίς λεζάντα',
    stopped: 'Αφαιρέθηκε από την ουρά πριν αποκτήσει λεζάντα.',
    retry: 'Νέα προσπάθεια',
    remove: 'Αφαίρεση',
    code: (code) => `Κωδικός: ${code}`,
  },
};

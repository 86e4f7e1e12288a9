// Greek: the frame around the rooms, settings, shortcuts.
import { captions, photos, plural } from './elPlurals.ts';
import type { enShell } from './enShell.ts';
import { count, decimal, percent } from './format.ts';

export const elShell: typeof enShell = {
  app: {
    name: 'Ekphrasis',
    rooms: 'Ενότητες',
    photos: 'Φωτογραφίες',
    settings: 'Ρυθμίσεις',
    skipToWork: 'Μετάβαση στις φωτογραφίες',
    notes: 'Ειδοποιήσεις',
    close: 'Κλείσιμο',
    cancel: 'Άκυρο',
    done: 'Τέλος',
    details: 'Λεπτομέρειες',
  },

  undo: {
    undone: (change) => `Αναιρέθηκε: ${change}`,
    redone: (change) => `Έγινε πάλι: ${change}`,
    edit: (name) => `επεξεργασία του ${name}`,
    revert: (name) => `επιστροφή του ${name} στη λεζάντα του μοντέλου`,
    remove: (name) => `αφαίρεση του ${name}`,
    removeMany: (n) =>
      plural(n, { one: `αφαίρεση ${count(n)} φωτογραφίας`, other: `αφαίρεση ${count(n)} φωτογραφιών` }),
    nothingToUndo: 'Δεν υπάρχει κάτι για αναίρεση.',
    nothingToRedo: 'Δεν υπάρχει κάτι για επανάληψη.',
    redo: 'Επανάληψη',
    undo: 'Αναίρεση',
  },

  status: {
    label: 'Κατάσταση',
    queue: (left) => plural(left, { one: `Απομένει ${count(left)}`, other: `Απομένουν ${count(left)}` }),
    paused: (left) =>
      plural(left, { one: `Σε παύση, απομένει ${count(left)}`, other: `Σε παύση, απομένουν ${count(left)}` }),
    speed: (perSecond) => `${decimal(perSecond)} ανά δευτ.`,
    timeLeft: (seconds) => {
      if (seconds < 60) return 'κάτω από ένα λεπτό';
      const minutes = Math.round(seconds / 60);
      return plural(minutes, {
        one: `περίπου ${count(minutes)} λεπτό`,
        other: `περίπου ${count(minutes)} λεπτά`,
      });
    },
    progress: 'Έτοιμες λεζάντες',
    progressText: (done, total) => `${count(done)} από ${count(total)}`,
    pause: 'Παύση',
    resume: 'Συνέχεια',
    cancel: 'Ακύρωση',
    cancelled: (n) =>
      plural(n, {
        one: `${photos(n)} αφαιρέθηκε από την ουρά.`,
        other: `${photos(n)} αφαιρέθηκαν από την ουρά.`,
      }),
    failed: (n) => plural(n, { one: `${count(n)} απέτυχε`, other: `${count(n)} απέτυχαν` }),
    showFailed: (n) =>
      plural(n, {
        one: 'Εμφάνιση της φωτογραφίας που απέτυχε',
        other: `Εμφάνιση των ${count(n)} φωτογραφιών που απέτυχαν`,
      }),
    starting: 'Το μοντέλο ξεκινά',
    restarting: 'Η μηχανή σταμάτησε και ξεκινά πάλι. Δεν χάθηκε τίποτα.',
    engineFailed: 'Η μηχανή δεν λειτουργεί.',
    restart: 'Επανεκκίνηση',
    ready: 'Έτοιμο',
    dismiss: 'Απόκρυψη',
  },

  announce: {
    captionReady: (name, caption) => `${caption}. ${name}`,
    captionsReady: (n, failed) => {
      const ready = plural(n, { one: `${captions(n)} έτοιμη`, other: `${captions(n)} έτοιμες` });
      if (failed === 0) return `${ready}.`;
      return plural(failed, {
        one: `${ready}, ${count(failed)} απέτυχε.`,
        other: `${ready}, ${count(failed)} απέτυχαν.`,
      });
    },
    found: (n) => {
      if (n === 0) return 'Δεν βρέθηκε καμία φωτογραφία.';
      return plural(n, { one: `Εμφανίζεται ${photos(n)}.`, other: `Εμφανίζονται ${photos(n)}.` });
    },
    dropped: 'Προστίθενται όσα αφήσατε.',
  },

  settings: {
    looks: 'Εμφάνιση',
    theme: 'Θέμα',
    themes: { system: 'Σύστημα', light: 'Φωτεινό', dark: 'Σκούρο' },
    language: 'Γλώσσα',
    languageName: 'Ελληνικά',
    languageSystem: 'Σύστημα',
    textSize: 'Μέγεθος κειμένου',
    textSizeValue: (value) => percent(value / 100),
    textSizeHint: 'Για να μεγαλώσουν όλα, και οι εικόνες, μεγεθύνετε το παράθυρο με Ctrl και\u00a0+.',
    reduceMotion: 'Λιγότερη κίνηση',
    reduceMotionHint: 'Τίποτα δεν ολισθαίνει και δεν ξεθωριάζει. Ισχύει και όταν το ζητά το σύστημα.',
    captions: 'Νέες λεζάντες',
    captionsInEnglish: 'Το μοντέλο γράφει λεζάντες και ετικέτες στα αγγλικά.',
    beam: 'Πλάτος αναζήτησης',
    beamHint:
      'Πόσες προτάσεις εξετάζει μαζί το μοντέλο. Το μεγαλύτερο πλάτος είναι πιο αργό και συχνά καλύτερο.',
    nBest: 'Εναλλακτικές',
    nBestHint: 'Πόσες προτάσεις δίνει για κάθε φωτογραφία.',
    privacy: 'Απόρρητο',
    privacyText:
      'Οι φωτογραφίες, οι λεζάντες και το μοντέλο μένουν σε αυτόν τον υπολογιστή. Το Ekphrasis δεν ανοίγει σύνδεση σε κανένα δίκτυο.',
    notSaved: 'Οι ρυθμίσεις δεν αποθηκεύτηκαν:',
    about: 'Πληροφορίες',
    version: 'Έκδοση',
    model: 'Μοντέλο',
    backend: 'Εκτελείται με',
    unknown: 'Άγνωστο ακόμη',
    shortcuts: 'Συντομεύσεις πληκτρολογίου',
  },

  shortcuts: {
    heading: 'Συντομεύσεις πληκτρολογίου',
    groups: {
      anywhere: 'Παντού',
      grid: 'Στο πλέγμα',
      detail: 'Σε μια φωτογραφία',
      field: 'Στη λεζάντα',
      words: 'Στις λέξεις',
    },
    names: {
      openPhotos: 'Άνοιγμα φωτογραφιών',
      openFolder: 'Άνοιγμα φακέλου',
      paste: 'Επικόλληση εικόνας',
      find: 'Εύρεση',
      undo: 'Αναίρεση',
      redo: 'Επανάληψη',
      export: 'Εξαγωγή',
      settings: 'Ρυθμίσεις',
      shortcuts: 'Αυτός ο κατάλογος',
      move: 'Μετακίνηση',
      ends: 'Πρώτη, τελευταία',
      pages: 'Μια σελίδα πάνω, κάτω',
      open: 'Άνοιγμα',
      preview: 'Προεπισκόπηση',
      edit: 'Επεξεργασία λεζάντας',
      extend: 'Επέκταση της επιλογής',
      toggle: 'Προσθήκη μίας στην επιλογή ή αφαίρεσή της',
      size: 'Μεγαλύτερες, μικρότερες εικόνες',
      selectAll: 'Επιλογή όλων',
      copyCaption: 'Αντιγραφή λεζάντας',
      remove: 'Αφαίρεση από το παράθυρο',
      menu: 'Μενού της φωτογραφίας',
      neighbours: 'Προηγούμενη, επόμενη φωτογραφία',
      neighboursInField: 'Προηγούμενη, επόμενη φωτογραφία, και από το πεδίο',
      leave: 'Πίσω',
      save: 'Αποδοχή ή αποθήκευση',
      restore: 'Επαναφορά',
      wordMove: 'Προηγούμενη, επόμενη λέξη',
      wordPin: 'Η λέξη μένει στην εικόνα',
    },
    or: 'ή',
  },

  about: {
    heading: 'Πληροφορίες για το Ekphrasis',
    text: 'Μετατρέπει φωτογραφίες σε λόγια, στον δικό σας υπολογιστή.',
    platform: 'Σύστημα',
  },
};

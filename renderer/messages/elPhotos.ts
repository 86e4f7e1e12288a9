// Greek: the Photos room.
import { files, photos, plural } from './elPlurals.ts';
import type { enPhotos } from './enPhotos.ts';
import { count } from './format.ts';

export const elPhotos: typeof enPhotos = {
  empty: {
    title: 'Αφήστε εδώ φωτογραφίες',
    lead: 'Καθεμία αποκτά λεζάντα σε λίγο. Μπορείτε να αφήσετε και ολόκληρους φακέλους.',
    formats: 'JPEG, PNG, WebP, AVIF, TIFF, GIF, BMP και SVG',
    openPhotos: 'Άνοιγμα φωτογραφιών',
    openFolder: 'Άνοιγμα φακέλου',
    paste: (keys) => `ή επικολλήστε μια εικόνα με ${keys}`,
    private:
      'Όλα γίνονται σε αυτόν τον υπολογιστή. Καμία φωτογραφία και καμία λεζάντα δεν φεύγει ποτέ από εδώ.',
    drop: 'Αφήστε για προσθήκη',
    dropHint: 'Φωτογραφίες ή ολόκληροι φάκελοι',
    loading: 'Ανοίγει η βιβλιοθήκη σας',
    nothingFound: 'Δεν βρέθηκε καμία φωτογραφία.',
    nothingFoundHint: 'Δοκιμάστε άλλες λέξεις ή εμφανίστε τις όλες.',
    showAll: 'Εμφάνιση όλων των φωτογραφιών',
  },

  marks: {
    waiting: 'Σε αναμονή',
    working: 'Σε εξέλιξη',
    captioned: 'Με λεζάντα',
    hedged: 'Αβέβαιη',
    edited: 'Διορθωμένη',
    failed: 'Απέτυχε',
    stopped: 'Διακόπηκε',
  },

  photo: {
    caption: (caption, hedged) => (hedged ? `Ίσως: ${caption}` : caption),
    perhaps: 'Ίσως:',
    none: 'Χωρίς λεζάντα ακόμη',
    label: (name, caption, mark) => `${caption.replace(/\.$/, '')}. ${mark}. ${name}`,
    waitingAlt: (name) => `${name}, χωρίς λεζάντα ακόμη`,
  },

  toolbar: {
    label: 'Εργαλεία φωτογραφιών',
    search: 'Εύρεση λεζάντας',
    clearSearch: 'Καθαρισμός της αναζήτησης',
    filter: (name) => `Εμφάνιση: ${name}`,
    filterHeading: 'Εμφάνιση',
    filters: {
      all: 'Όλες',
      waiting: 'Σε αναμονή',
      captioned: 'Με λεζάντα',
      hedged: 'Αβέβαιες',
      edited: 'Διορθωμένες',
      failed: 'Απέτυχαν',
      stopped: 'Διακόπηκαν',
    },
    sort: (name) => `Ταξινόμηση: ${name}`,
    sortHeading: 'Ταξινόμηση',
    sorts: {
      newest: 'Νεότερες',
      oldest: 'Παλαιότερες',
      name: 'Κατά όνομα',
      unsure: 'Πιο αβέβαιες',
    },
    view: 'Προβολή',
    grid: 'Πλέγμα',
    list: 'Λίστα',
    size: 'Μέγεθος εικόνων',
    more: 'Επιλογές προβολής',
    inspector: 'Λεπτομέρειες',
    showInspector: 'Εμφάνιση λεπτομερειών',
    hideInspector: 'Απόκρυψη λεπτομερειών',
    add: 'Προσθήκη',
    openPhotos: 'Άνοιγμα φωτογραφιών…',
    openFolder: 'Άνοιγμα φακέλου…',
    paste: 'Επικόλληση εικόνας',
    exportAll: 'Εξαγωγή…',
    shown: (n, of) => (n === of ? photos(of) : `${count(n)} από ${photos(of)}`),
  },

  grid: {
    label: 'Φωτογραφίες',
    rowHint: 'Enter για άνοιγμα, Space για προεπισκόπηση, F2 για επεξεργασία της λεζάντας.',
  },

  selection: {
    label: 'Επιλεγμένες φωτογραφίες',
    count: (n) => plural(n, { one: `${count(n)} επιλεγμένη`, other: `${count(n)} επιλεγμένες` }),
    copy: 'Αντιγραφή',
    redo: 'Νέα λεζάντα',
    export: 'Εξαγωγή',
    remove: 'Αφαίρεση',
    clear: 'Κατάργηση της επιλογής',
    open: 'Άνοιγμα',
    preview: 'Προεπισκόπηση',
    edit: 'Επεξεργασία λεζάντας',
    retry: 'Νέα προσπάθεια',
    stop: 'Αφαίρεση από την ουρά',
    showInFolder: 'Εμφάνιση στον φάκελο',
    copyOne: 'Αντιγραφή λεζάντας',
  },

  remove: {
    done: (n) =>
      plural(n, {
        one: `${photos(n)} αφαιρέθηκε από το παράθυρο. Το αρχείο μένει στη θέση του.`,
        other: `${photos(n)} αφαιρέθηκαν από το παράθυρο. Τα αρχεία μένουν στη θέση τους.`,
      }),
    undo: 'Αναίρεση',
  },

  add: {
    adding: 'Προστίθενται φωτογραφίες',
    added: (n, known) => {
      const added = plural(n, { one: `Προστέθηκε ${photos(n)}`, other: `Προστέθηκαν ${photos(n)}` });
      if (known === 0) return `${added}.`;
      if (n === 0)
        return plural(known, {
          one: 'Αυτή η φωτογραφία υπάρχει ήδη εδώ.',
          other: `Και οι ${photos(known)} υπάρχουν ήδη εδώ.`,
        });
      return plural(known, {
        one: `${added}, ${count(known)} υπάρχει ήδη εδώ.`,
        other: `${added}, ${count(known)} υπάρχουν ήδη εδώ.`,
      });
    },
    nothing: 'Δεν υπάρχει τίποτα εκεί για προσθήκη.',
    failures: (n) =>
      plural(n, {
        one: `${count(n)} στοιχείο δεν προστέθηκε.`,
        other: `${count(n)} στοιχεία δεν προστέθηκαν.`,
      }),
    showFailures: 'Εμφάνιση',
    failuresHeading: 'Τι δεν προστέθηκε',
    clipboardEmpty: 'Το πρόχειρο δεν έχει εικόνα. Αντιγράψτε πρώτα μία και μετά επικολλήστε.',
  },

  export: {
    heading: 'Εξαγωγή λεζαντών',
    scope: 'Ποιες φωτογραφίες',
    selected: (n) => `Οι επιλεγμένες (${count(n)})`,
    shown: (n) => `Όσες φαίνονται στο παράθυρο (${count(n)})`,
    all: (n) => `Όλες (${count(n)})`,
    format: 'Μορφή',
    formats: {
      sidecar: 'Αρχεία κειμένου',
      csv: 'Πίνακας (CSV)',
      json: 'JSON',
    },
    formatHints: {
      sidecar: 'Ένα .txt δίπλα σε κάθε φωτογραφία, με το ίδιο όνομα',
      csv: 'Ένα αρχείο για υπολογιστικό φύλλο',
      json: 'Ένα αρχείο με εναλλακτικές και ετικέτες',
    },
    overwrite: 'Αντικατάσταση αρχείων που υπάρχουν',
    overwriteHint: 'Αλλιώς, όποιο αρχείο έχει άλλο περιεχόμενο μένει όπως είναι και αναφέρεται.',
    run: 'Εξαγωγή',
    running: 'Γίνεται εξαγωγή',
    suggestedName: 'λεζάντες',
    resultHeading: 'Η εξαγωγή έγινε',
    written: (n) => plural(n, { one: `Γράφτηκε ${files(n)}.`, other: `Γράφτηκαν ${files(n)}.` }),
    writtenNone: 'Δεν γράφτηκε κανένα αρχείο.',
    kept: (n) =>
      plural(n, {
        one: `${files(n)} έμεινε όπως ήταν, γιατί έχει άλλο περιεχόμενο:`,
        other: `${files(n)} έμειναν όπως ήταν, γιατί έχουν άλλο περιεχόμενο:`,
      }),
    failed: (n) => plural(n, { one: `${files(n)} δεν γράφτηκε:`, other: `${files(n)} δεν γράφτηκαν:` }),
    show: 'Εμφάνιση στον φάκελο',
    again: 'Νέα εξαγωγή',
    said: (written, kept, failed) => {
      const parts = [
        plural(written, { one: `Γράφτηκε ${files(written)}`, other: `Γράφτηκαν ${files(written)}` }),
        ...(kept > 0
          ? [plural(kept, { one: `${count(kept)} έμεινε`, other: `${count(kept)} έμειναν` }) + ' όπως ήταν']
          : []),
        ...(failed > 0
          ? [plural(failed, { one: `${count(failed)} απέτυχε`, other: `${count(failed)} απέτυχαν` })]
          : []),
      ];
      return `${parts.join(', ')}.`;
    },
  },
};

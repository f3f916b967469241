/** Tables that the audit does not note, and why. */
export const NOT_AUDITED: Record<string, string> = {
  _prisma_migrations: 'the schema itself',
  AuditEvent: 'the audit',
  LabelEvent: 'is the audit of labels: append-only, who, when, before and after (0023)',
  Labelling: 'follows from its label events, and leaves with its chip only',
  KeptLabel:
    'a mark beside a label that changes none: it says itself who stands for it and since when',
  ...{ Assignment: 'who first got a chip: written once', ChipLease: 'who works on a chip now' },
  ...{ ChipSkip: 'what a person passed over; what it excludes for all is noted at the chip' },
  ...{
    QueueFilter: "a person's own",
    QueuePreference: "a person's own",
    UserPreference: "a person's own",
  },
  SnapshotAsset: 'follows from its snapshot',
  ...{ JobArtifact: 'bytes of a job', JobLog: 'what a job says' },
  ...{
    Notice: 'tells of what is noted where it happens',
    RateLimit: 'counters of wrong passwords',
  },
  ...{ StoredFigure: 'worked out', DailyWork: 'counted', ProjectChipCount: 'counted' },
  ...{ AssetChipCount: 'counted', ChipLabel: 'counted', ChipLabelCount: 'counted' },
  ...{ ConfirmedChip: 'counted', ConfirmedCount: 'counted', LabelAgreement: 'counted' },
  ...{ DailyActivity: 'counted', DailyOutcome: 'counted', DailyChipCount: 'counted' },
  ...{
    GroundTruthChip: 'names who added it and when',
    GroundTruthLabelling: 'labels of one person',
  },
  PracticeRound: 'follows from the labels of one person',
  LinkChip: 'follows from its link; that the chip is out is noted at the chip',
  LinkTurn: 'who works on a chip now; what guests hand in is a label event',
  ...{ WaitingChip: 'an order that is worked out', LabelIssue: 'worked out by a job' },
  ...{ ChipProposal: 'worked out', ChipScore: 'worked out', ChipEmbedding: 'worked out' },
};

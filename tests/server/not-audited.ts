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

/** Columns of audited tables that no line keeps, and why. */
export const LEFT_OUT: Record<string, string> = {
  ...{
    id: 'the thing itself',
    projectId: 'the line has it',
    chipId: 'the thing',
    userId: 'the thing or the actor',
  },
  ...{
    createdAt: 'the time of the line',
    createdById: 'the actor',
    importedById: 'the actor',
    importedAt: 'the time of the line',
  },
  ...{ passwordHash: 'a secret', tokenHash: 'a secret', splitSalt: 'a secret of the split' },
  ...{
    usedById: 'the actor',
    settledById: 'the actor',
    settledAt: 'the time of the line',
    deployedById: 'the actor',
  },
  ...{
    deployedAt: 'the time of the line',
    askedById: 'the actor',
    askedAt: 'the time of the line',
    resolvedById: 'the actor',
  },
  ...{
    at: 'the time of the line',
    editedAt: 'the time of the line',
    lastUsedAt: 'use, no change',
    seenAt: 'was read, no change',
  },
  'Session.expiresAt': 'moves with each visit',
  'Project.lastRemovedNumber': 'follows from chips that were removed, which are noted',
  'LabelClass.index': 'never changes',
  ...{
    'Asset.mediaType': 'of the file',
    'Asset.bands': 'of the file',
    'Asset.bitDepth': 'of the file',
  },
  ...{
    'Asset.orientation': 'of the file',
    'Asset.georef': 'of the file',
    'Asset.previewSha': 'follows from its rendering',
  },
  ...{
    'ImportFile.received': 'progress',
    'ImportFile.reasonCode': 'why the worker kept it out',
    'ImportFile.reasonValues': 'the same',
  },
  ...{
    'ImportFile.reason': 'the same',
    'ImportFile.sha256': 'of the file',
    'ImportFile.assetId': 'the asset is noted',
  },
  ...{ 'ImportFile.provenance': 'the asset has it', 'ImportFile.endedAt': 'progress' },
  ...{ 'Snapshot.fingerprint': 'worked out', 'Snapshot.summary': 'of the file that sha256 names' },
  ...{
    'ModelVersion.number': 'in its name',
    'ModelVersion.manifest': 'of the package that manifestSha names',
  },
  ...{
    'ModelVersion.backboneSha': 'the same',
    'ModelVersion.snapshotId': 'never changes',
    'ModelVersion.parentId': 'never changes',
  },
  ...{ 'ModelVersion.jobId': 'never changes', 'ModelVersion.metrics': 'figures of its evaluation' },
  ...Object.fromEntries(
    [
      ...[
        'state',
        'result',
        'error',
        'attempt',
        'maxAttempts',
        'leaseToken',
        'leaseUntil',
        'leasedBy',
      ],
      ...['runAfter', 'progress', 'startedAt', 'endedAt'],
    ].map((column) => [`Job.${column}`, 'what becomes of a job is told by what it makes']),
  ),
  ...{ 'Comment.threadId': 'never changes', 'Comment.mentions': 'in its text' },
  ...{
    'LabellingLink.releasedAt': 'follows from its end; chips that come back are noted',
    'Guest.sessionHash': 'a secret',
    'Guest.startedAt': 'the time of the line',
  },
  ...{
    'SecondLook.firstId': 'whose labels',
    'SecondLook.first': 'labels',
    'SecondLook.secondId': 'whose labels',
    'SecondLook.second': 'labels',
  },
};

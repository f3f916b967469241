import account from '@/messages/en/account.json';
import admin from '@/messages/en/admin.json';
import agreement from '@/messages/en/agreement.json';
import audit from '@/messages/en/audit.json';
import chips from '@/messages/en/chips.json';
import commands from '@/messages/en/commands.json';
import comments from '@/messages/en/comments.json';
import common from '@/messages/en/common.json';
import dataset from '@/messages/en/dataset.json';
import errors from '@/messages/en/errors.json';
import gallery from '@/messages/en/gallery.json';
import history from '@/messages/en/history.json';
import home from '@/messages/en/home.json';
import imagery from '@/messages/en/imagery.json';
import keys from '@/messages/en/keys.json';
import label from '@/messages/en/label.json';
import links from '@/messages/en/links.json';
import live from '@/messages/en/live.json';
import map from '@/messages/en/map.json';
import models from '@/messages/en/models.json';
import notices from '@/messages/en/notices.json';
import progress from '@/messages/en/progress.json';
import project from '@/messages/en/project.json';
import queue from '@/messages/en/queue.json';
import review from '@/messages/en/review.json';
import display from '@/messages/en/display.json';
import session from '@/messages/en/session.json';
import settings from '@/messages/en/settings.json';
import shell from '@/messages/en/shell.json';
import tour from '@/messages/en/tour.json';
import truth from '@/messages/en/truth.json';
import why from '@/messages/en/why.json';

/** English, the language that every other one is checked against: its keys are the type of all messages. */
export const en = {
  account,
  admin,
  agreement,
  audit,
  chips,
  commands,
  comments,
  common,
  dataset,
  errors,
  gallery,
  history,
  home,
  imagery,
  keys,
  label,
  links,
  live,
  map,
  models,
  notices,
  progress,
  project,
  queue,
  review,
  display,
  session,
  settings,
  shell,
  tour,
  truth,
  why,
};

export type Messages = typeof en;

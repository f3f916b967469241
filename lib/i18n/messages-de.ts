import type { Messages } from '@/lib/i18n/messages-en';
import account from '@/messages/de/account.json';
import admin from '@/messages/de/admin.json';
import agreement from '@/messages/de/agreement.json';
import audit from '@/messages/de/audit.json';
import chips from '@/messages/de/chips.json';
import commands from '@/messages/de/commands.json';
import comments from '@/messages/de/comments.json';
import common from '@/messages/de/common.json';
import dataset from '@/messages/de/dataset.json';
import errors from '@/messages/de/errors.json';
import gallery from '@/messages/de/gallery.json';
import history from '@/messages/de/history.json';
import home from '@/messages/de/home.json';
import imagery from '@/messages/de/imagery.json';
import keys from '@/messages/de/keys.json';
import label from '@/messages/de/label.json';
import links from '@/messages/de/links.json';
import live from '@/messages/de/live.json';
import map from '@/messages/de/map.json';
import models from '@/messages/de/models.json';
import notices from '@/messages/de/notices.json';
import progress from '@/messages/de/progress.json';
import project from '@/messages/de/project.json';
import queue from '@/messages/de/queue.json';
import review from '@/messages/de/review.json';
import display from '@/messages/de/display.json';
import session from '@/messages/de/session.json';
import settings from '@/messages/de/settings.json';
import shell from '@/messages/de/shell.json';
import tour from '@/messages/de/tour.json';
import truth from '@/messages/de/truth.json';
import why from '@/messages/de/why.json';

/** German. A key that English has and this has not is an error of types. */
export const de: Messages = {
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

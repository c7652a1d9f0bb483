// What stands right above the question whether to go on: where the plan leads, how much it does, and every deletion. Pure.
import type { Plan, Target } from '../core/plan.ts';
import { record, sentence } from './page.ts';
import type { Page } from './page.ts';
import { changesText } from './plan-text.ts';
import { counted, shownKeys } from './sentences.ts';
import { visible } from './visible.ts';

/** Deletions that are named: a screen of them; the rest stands in the plan, which never folds one. */
const NAMED_DELETIONS = 40;

/** Renders what the question is about. */
export function questionText(plan: Plan, { platform, orgId }: Target, page: Page): string {
  const { paint } = page;
  const deletions = plan.actions.filter(({ kind }) => kind === 'delete');
  const told = [
    sentence(page, `On ${visible(platform)} (${visible(orgId)}): ${changesText(plan)}.`),
    ...(deletions.length === 0
      ? []
      : [
          record(
            page,
            `${paint.red(`Deletes ${counted(deletions.length, 'connection')}:`)} ${visible(shownKeys(deletions, NAMED_DELETIONS))}`,
          ),
        ]),
  ];
  return `\n${told.join('\n')}\n`;
}

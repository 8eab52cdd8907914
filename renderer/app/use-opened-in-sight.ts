import { useEffect } from 'react';
import { useCustomer } from '../features/customer/store.ts';
import { useNavigation } from './navigation.ts';

/**
 * A window too small for two columns (`small` in theme.css) scrolls as a whole: whatever is opened begins at its top,
 * though it lies below the list. Typing brings the search box back by itself.
 */
export function useOpenedInSight(): void {
  const page = useNavigation((state) => state.page);
  const pane = useNavigation((state) => state.pane);
  const openUid = useCustomer((state) => state.openUid);
  const place = page !== 'customers' || pane === 'welcome' ? page : `${pane} ${openUid}`;

  useEffect(() => {
    const scroller = document.querySelector('.window-scroll');
    if (!scroller || scroller.scrollHeight <= scroller.clientHeight) return;
    const below = scroller.querySelector('main')?.lastElementChild;
    if (place === page || !below) {
      scroller.scrollTop = 0;
      return;
    }
    const covered = Number.parseFloat(getComputedStyle(scroller).scrollPaddingTop) || 0;
    scroller.scrollTop += below.getBoundingClientRect().top - scroller.getBoundingClientRect().top - covered;
  }, [page, place]);
}
